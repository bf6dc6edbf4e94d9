"""Every word of the factsheet: name -> (Dutch, English)."""

from __future__ import annotations

from dataclasses import dataclass

from flows.pages.kit import language
from flows.pages.kit.language import COMMON

WORDS: language.Texts = {
    **COMMON,
    # The page
    "title": ("Factsheet banenafspraak {year}", "Factsheet jobs agreement {year}"),
    "subtitle": (
        "Banen voor mensen met een arbeidsbeperking, gemeten over december {year}",
        "Jobs for people with a work disability, measured in December {year}",
    ),
    "description": (
        "Resultaat van de banenafspraak over {year}: extra banen in markt en overheid, vergeleken met de doelstelling.",
        "Result of the jobs agreement for {year}: extra jobs in the market sector and government, compared with the"
        " target.",
    ),
    "keywords": ("banenafspraak, extra banen, {year}", "jobs agreement, extra jobs, {year}"),
    "synthetic_suffix": ("synthetische gegevens", "synthetic data"),
    "synthetic_text": (
        "Dit zijn geen echte uitkomsten. Niet gebruiken als cijfer over de banenafspraak.",
        "These are no real results. Not to be used as a figure on the jobs agreement.",
    ),
    "pdf": ("Download als PDF", "Download as PDF"),
    "page": ("Pagina {page} van 2", "Page {page} of 2"),
    # Headline
    "headline": ("{jobs} extra banen eind {year}", "{jobs} extra jobs at the end of {year}"),
    "headline_gap_less": (
        "{jobs} extra banen eind {year}, {gap} minder dan de doelstelling",
        "{jobs} extra jobs at the end of {year}, {gap} below the target",
    ),
    "headline_gap_more": (
        "{jobs} extra banen eind {year}, {gap} meer dan de doelstelling",
        "{jobs} extra jobs at the end of {year}, {gap} above the target",
    ),
    "headline_gap_none": (
        "{jobs} extra banen eind {year}, gelijk aan de doelstelling",
        "{jobs} extra jobs at the end of {year}, equal to the target",
    ),
    "headline_fewer": (
        "Eind {year} {jobs} banen minder dan in de nulmeting",
        "At the end of {year} {jobs} jobs fewer than in the baseline",
    ),
    "headline_baseline": (
        "{jobs} banen in de nulmeting van eind {year}",
        "{jobs} jobs in the baseline at the end of {year}",
    ),
    "headline_none": ("Over {year} is geen resultaat gemeten", "No result was measured for {year}"),
    "lead": (
        "Eind {year} waren er {jobs} extra banen ten opzichte van de nulmeting van eind 2012.",
        "At the end of {year} there were {jobs} extra jobs compared with the baseline at the end of 2012.",
    ),
    "lead_fewer": (
        "Eind {year} waren er {jobs} banen minder dan in de nulmeting van eind 2012.",
        "At the end of {year} there were {jobs} jobs fewer than in the baseline at the end of 2012.",
    ),
    "lead_change": ("De verandering in een jaar is {growth}.", "The change in a year is {growth}."),
    "lead_growth_more": ("Dat zijn er {growth} meer dan een jaar eerder.", "That is {growth} more than a year before."),
    "lead_growth_less": (
        "Dat zijn er {growth} minder dan een jaar eerder.",
        "That is {growth} fewer than a year before.",
    ),
    "lead_growth_none": ("Dat zijn er evenveel als een jaar eerder.", "That is as many as a year before."),
    "lead_no_growth": (
        "De groei in een jaar is niet bekend, want {before} is niet gemeten.",
        "The growth in a year is not known, as {before} was not measured.",
    ),
    "lead_missed": (
        "De doelstelling van {target} extra banen is niet gehaald.",
        "The target of {target} extra jobs was not met.",
    ),
    "lead_met": (
        "De doelstelling van {target} extra banen is gehaald.",
        "The target of {target} extra jobs was met.",
    ),
    "lead_sectors_both": (
        "De markt en de overheid haalden elk hun eigen doelstelling.",
        "Market sector and government each met their own target.",
    ),
    "lead_sectors_none": (
        "Ook de markt en de overheid afzonderlijk haalden hun doelstelling niet.",
        "Market sector and government each missed their own target as well.",
    ),
    "lead_sectors_markt": (
        "De markt haalde de eigen doelstelling wel, de overheid niet.",
        "The market sector met its own target, government did not.",
    ),
    "lead_sectors_overheid": (
        "De overheid haalde de eigen doelstelling wel, de markt niet.",
        "Government met its own target, the market sector did not.",
    ),
    "lead_baseline": (
        "In de nulmeting van eind {year} waren er {jobs} banen voor mensen met een arbeidsbeperking: {market} in de"
        " markt en {government} bij de overheid. Extra banen worden vanaf dit aantal geteld.",
        "In the baseline at the end of {year} there were {jobs} jobs for people with a work disability: {market} in"
        " the market sector and {government} in government. Extra jobs are counted from this number on.",
    ),
    "lead_none": ("Er zijn geen gegevens over dit jaar.", "There are no data for this year."),
    "agreement": (
        "In het sociaal akkoord van 2013 is afgesproken dat er in 2026 125.000 extra banen zijn: 100.000 in de "
        "markt en 25.000 bij de overheid.",
        "In the social agreement of 2013 it was agreed that by 2026 there are 125,000 extra jobs: 100,000 in the "
        "market sector and 25,000 in government.",
    ),
    # Key figures
    "unit_extra": ("extra banen", "extra jobs"),
    "unit_level": ("banen in de nulmeting", "jobs in the baseline"),
    "key_target": ("Doelstelling {target}", "Target {target}"),
    "key_no_target": (
        "Doelstelling voor {year} niet in dit programma opgenomen",
        "This program does not hold the target for {year}",
    ),
    "key_one_target": ("Eén doelstelling samen met de andere sector", "One target together with the other sector"),
    "key_met": ("Gehaald", "Met"),
    "key_met_gap": ("Gehaald: {gap} banen boven de doelstelling", "Met: {gap} jobs above the target"),
    "key_missed": ("Niet gehaald", "Not met"),
    "key_missed_gap": ("Niet gehaald: {gap} banen onder de doelstelling", "Not met: {gap} jobs below the target"),
    # Table 1
    "s_table_1": ("Resultaat per sector en vorm", "Result by sector and form"),
    "growth": ("Groei sinds eind {before}", "Growth since the end of {before}"),
    # People
    "s_people": ("Mensen en banen", "People and jobs"),
    "people_text": (
        "Op 31 december {year} stonden {registered} mensen in het doelgroepregister op een grondslag die meetelt. "
        "Van hen waren er {working} aan het werk. Alle geregistreerden samen hadden in december {level_jobs} banen.",
        "On 31 December {year} there were {registered} people in the target-group register on a ground that counts. "
        "Of them {working} were working. All of those registered together had {level_jobs} jobs in December.",
    ),
    "not_people": (
        "Banen zijn geen personen: een baan is 25,5 verloonde uur per week, dus wie meer of minder uren werkt, telt "
        "als meer of minder dan één baan.",
        "Jobs are not people: a job is 25.5 paid hours a week, so who works more or fewer hours counts as more or "
        "less than one job.",
    ),
    "people_note": (
        "De andere tabellen tellen ook wie in december een of meer dagen geregistreerd was, maar niet op 31 december.",
        "The other tables also count who was registered on one or more days of December, but not on 31 December.",
    ),
    "no_people": (
        "Hoeveel mensen eind {year} geregistreerd waren, is niet bekend.",
        "How many people were registered at the end of {year} is not known.",
    ),
    # Development
    "s_development": ("Ontwikkeling ten opzichte van de doelstelling", "Development compared with the target"),
    "no_development": (
        "Er zijn geen cijfers over dit jaar en de jaren ervoor.",
        "There are no figures for this year and the years before it.",
    ),
    "no_development_baseline": (
        "De ontwikkeling begint na de nulmeting: voor dit jaar is er nog niets te vergelijken.",
        "The development starts after the baseline: there is nothing to compare yet for this year.",
    ),
    "development_note": (
        "Balk: extra banen. Streep: doelstelling. Elke grafiek heeft een eigen schaal.",
        "Bar: extra jobs. Line: target. Each chart has its own scale.",
    ),
    "development_published": (
        "Lichte balk: eerder gepubliceerd totaal, niet opnieuw gemeten ({years}; bron: zie colofon).",
        "Light bar: total as published before, not measured again ({years}; source: see colophon).",
    ),
    "development_missing": (
        "Niet gemeten en niet gepubliceerd: {years}.",
        "Neither measured nor published: {years}.",
    ),
    "panel_target": ("{jobs}, doelstelling {target}", "{jobs}, target {target}"),
    "panel_no_target": ("{jobs}, doelstelling niet opgenomen", "{jobs}, target not held"),
    "panel_one_target": ("{jobs}, geen eigen doelstelling", "{jobs}, no target of its own"),
    "said_development": (
        "Extra banen per jaar, {sector}. {years}.",
        "Extra jobs by year, {sector}. {years}.",
    ),
    "said_year": ("{year}: {jobs}", "{year}: {jobs}"),
    "said_year_target": ("{year}: {jobs}, doelstelling {target}", "{year}: {jobs}, target {target}"),
    "said_published": ("gepubliceerd", "published"),
    "folded_development": ("Cijfers bij de grafieken", "Figures of the charts"),
    "folded_caption": (
        "Extra banen (en doelstelling) per jaar en sector",
        "Extra jobs (and target) by year and sector",
    ),
    "of": ("{jobs} ({target})", "{jobs} ({target})"),
    # Formal and loan
    "s_forms": ("Formele dienstverbanden en inleenverbanden", "Formal employment and loan"),
    "forms_text": (
        "Bij een formeel dienstverband is iemand in dienst bij de werkgever zelf. Bij een inleenverband werkt "
        "iemand via een uitzendbureau of is iemand vanuit de sociale werkvoorziening (Wsw) gedetacheerd bij een "
        "andere werkgever.",
        "In formal employment someone is employed by the employer itself. In a loan someone works through an "
        "agency, or is seconded to another employer from sheltered work (Wsw).",
    ),
    "forms_growth": ("In {year} {formal} en {loan}.", "In {year} {formal} and {loan}."),
    "forms_more": ("kwamen er {size} {what} bij", "{size} {what} were added"),
    "forms_less": ("nam het aantal {what} met {size} af", "the number of {what} fell by {size}"),
    "forms_none": ("bleef het aantal {what} gelijk", "the number of {what} stayed the same"),
    "jobs_formeel": ("formele banen", "formal jobs"),
    "jobs_inleen": ("banen via inleenverbanden", "loan jobs"),
    "table_2_caption": (
        "Tabel 2. Aantal banen naar vorm en sector",
        "Table 2. Number of jobs by form and sector",
    ),
    "form_and_sector": ("Vorm en sector", "Form and sector"),
    "short_formeel": ("Formeel, {sector}", "Formal, {sector}"),
    "short_inleen": ("Inleen, {sector}", "Loan, {sector}"),
    "short_totaal": ("Alle banen", "All jobs"),
    "in_markt": ("markt", "market"),
    "in_overheid": ("overheid", "government"),
    "in_totaal": ("totaal", "total"),
    "in_formeel": ("formeel", "formal"),
    "in_inleen": ("inleen", "loan"),
    "column_baseline": ("Nulmeting", "Baseline"),
    "column_level": ("Eind {year}", "End of {year}"),
    "column_extra": ("Extra", "Extra"),
    "column_growth": ("Groei", "Growth"),
    # The bridge
    "s_bridge": ("Verandering van de inleenverbanden", "Change in loan jobs"),
    "bridge_text": (
        "Een verdeelsleutel verdeelt alle banen via inleenverbanden over markt en overheid. Het volume-effect komt "
        "door een ander totaal, het sleuteleffect door een andere sleutel{key}.",
        "An allocation key divides all loan jobs between market sector and government. The volume effect comes from"
        " another total, the key effect from another key{key}.",
    ),
    "bridge_key": (
        " (aandeel overheid van {old} naar {new})",
        " (government’s share from {old} to {new})",
    ),
    "bridge_panel": ("{sector}: {change} banen via inleenverbanden", "{sector}: {change} loan jobs"),
    "bridge_level": ("Eind {year}", "End of {year}"),
    "bridge_volume": ("Volume-effect", "Volume effect"),
    "bridge_key_effect": ("Sleuteleffect", "Key effect"),
    "said_bridge": (
        "Banen via inleenverbanden, {sector}, van eind {before} naar eind {year}. {steps}.",
        "Loan jobs, {sector}, from the end of {before} to the end of {year}. {steps}.",
    ),
    "no_bridge": (
        "De verandering van het aantal banen via inleenverbanden is niet te ontleden: {before} is niet gemeten.",
        "The change in loan jobs cannot be decomposed: {before} was not measured.",
    ),
    "no_bridge_baseline": (
        "In de nulmeting is er nog geen verandering om te ontleden.",
        "In the baseline there is no change yet to decompose.",
    ),
    "bridge_note": (
        "Gekleurde balk: verandering. Afgeronde delen tellen niet altijd op.",
        "Coloured bar: change. Rounded parts need not add up.",
    ),
    # Uncertainty
    "s_uncertainty": ("Hoe zeker zijn deze cijfers?", "How certain are these figures?"),
    "uncertainty_text": (
        "De verdeelsleutel komt uit een steekproef. Het 95%-interval laat zien wat dat per sector uitmaakt; het "
        "totaal van beide sectoren verandert er niet door. De verdeelsleutel van de nulmeting geldt als vast; de "
        "onzekerheid daarvan telt niet mee.",
        "The allocation key comes from a sample. The 95% interval shows what that means for each sector; the total "
        "of both is not affected. The allocation key of the baseline is held fixed; its own uncertainty is left "
        "out.",
    ),
    "no_uncertainty": (
        "De onzekerheid door de verdeelsleutel is voor dit jaar niet te berekenen.",
        "The uncertainty from the allocation key cannot be computed for this year.",
    ),
    "no_uncertainty_baseline": (
        "De nulmeting geldt als vast uitgangspunt voor elk later jaar.",
        "The baseline is the fixed starting point of every later year.",
    ),
    "uncertainty_panel": ("{sector}: {low} tot {high} extra banen", "{sector}: {low} to {high} extra jobs"),
    "said_interval": (
        "{sector}: {jobs} extra banen, 95%-interval {low} tot {high}.",
        "{sector}: {jobs} extra jobs, 95% interval {low} to {high}.",
    ),
    "said_interval_gap": (
        "Doelstelling {target}; verschil {gap_low} tot {gap_high}.",
        "Target {target}; difference {gap_low} to {gap_high}.",
    ),
    "interval_target": ("doelstelling {target}", "target {target}"),
    "uncertainty_missed": (
        "Niet gehaald, ook niet aan de bovenkant van het interval "
        "({gap_low}\N{NO-BREAK SPACE}tot\N{NO-BREAK SPACE}{gap_high}).",
        "Not met, not at the upper end of the interval either "
        "({gap_low}\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}{gap_high}).",
    ),
    "uncertainty_met": (
        "Gehaald, ook aan de onderkant van het interval ({gap_low}\N{NO-BREAK SPACE}tot\N{NO-BREAK SPACE}{gap_high}).",
        "Met, also at the lower end of the interval ({gap_low}\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}{gap_high}).",
    ),
    "uncertainty_between": (
        "Onzeker: de doelstelling ligt in het interval ({gap_low}\N{NO-BREAK SPACE}tot\N{NO-BREAK SPACE}{gap_high}).",
        "Uncertain: the target lies in the interval ({gap_low}\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}{gap_high}).",
    ),
    "uncertainty_note": (
        "Punt: extra banen. Band: 95%-interval. De schaal begint niet bij nul.",
        "Dot: extra jobs. Band: 95% interval. The scale does not start at zero.",
    ),
    "uncertainty_note_target": (
        "Streep: doelstelling. Tussen haakjes: het verschil met de doelstelling.",
        "Line: target. In brackets: the difference from the target.",
    ),
    # Government
    "s_government": ("Overheidssectoren", "Government sub-sectors"),
    "government_text": (
        "De opgave van een overheidssector is het aantal banen volgens het quotum, de banen van de nulmeting "
        "meegerekend. De opgaven tellen daarom niet op tot de doelstelling van 25.000 extra banen.",
        "The opgave of a government sub-sector is its number of jobs under the quota, the jobs of the baseline "
        "included. The opgaven therefore do not add up to the target of 25,000 extra jobs.",
    ),
    "table_3_caption": (
        "Tabel 3. Formele banen en opgave, eind {year}",
        "Table 3. Formal jobs and opgave, end of {year}",
    ),
    "sub_sector": ("Overheidssector", "Sub-sector"),
    "formal_jobs": ("Formele banen (inclusief nulmeting)", "Formal jobs (baseline included)"),
    "opgave": ("Opgave", "Opgave"),
    "realised": ("Realisatie", "Realised"),
    "missing": ("ontbreekt", "missing"),
    "unknown_sub_sector": ("Sector onbekend", "Sub-sector unknown"),
    "government_note": (
        "Banen via inleenverbanden worden niet per overheidssector verdeeld.",
        "Loan jobs are not divided over sub-sectors.",
    ),
    "government_missing": (
        "Ontbreekt: er zijn geen gegevens; het aantal is dus niet nul.",
        "Missing: there are no data; the number is not zero.",
    ),
    "government_no_opgave": ("Streepje: geen opgave bekend.", "Dash: no opgave known."),
    "no_government": (
        "Over dit jaar zijn geen gegevens per overheidssector beschikbaar.",
        "No data by government sub-sector are available for this year.",
    ),
    # Changes
    "s_changes": ("Verschillen met de vorige publicatie", "Differences with the previous publication"),
    "first_publication": (
        "Dit is de eerste publicatie; er is nog niets om mee te vergelijken.",
        "This is the first publication; there is nothing to compare with yet.",
    ),
    "no_changes": (
        "Geen eerder gepubliceerd cijfer is gewijzigd (vergeleken met publicatie {release}).",
        "No figure that was published before has changed (compared with publication {release}).",
    ),
    "changes_1": (
        "Eén eerder gepubliceerd cijfer is gewijzigd ten opzichte van publicatie {release}.",
        "One figure that was published before has changed compared with publication {release}.",
    ),
    "changes_n": (
        "{count} eerder gepubliceerde cijfers zijn gewijzigd ten opzichte van publicatie {release}.",
        "{count} figures that were published before have changed compared with publication {release}.",
    ),
    "supersedes": ("Deze publicatie vervangt {release} ({kind}).", "This publication supersedes {release} ({kind})."),
    "reason": ("Toelichting: {reason}", "Explanation: {reason}"),
    "bijstelling": ("bijstelling: nieuwe levering", "adjustment: new delivery"),
    "correctie": ("correctie van de levering", "correction of the delivery"),
    "revisie": ("revisie: andere regels of ander programma", "revision: other rules or program"),
    "unnamed_change": ("wijziging", "change"),
    "table_4_caption": ("Tabel 4. Grootste wijzigingen, in banen", "Table 4. Largest changes, in jobs"),
    "figure": ("Cijfer", "Figure"),
    "old": ("Oud", "Old"),
    "new": ("Nieuw", "New"),
    "difference": ("Verschil", "Difference"),
    # Method
    "s_method": ("Meting en bronnen", "Method and sources"),
    "method_job": (
        "Een baan is 25,5 verloonde uur per week: 110,92 uur in december. Geteld zijn de uren van mensen in het "
        "doelgroepregister, uit loonaangiften die uiterlijk {cut} zijn ontvangen.",
        "A job is 25.5 paid hours a week: 110.92 hours in December. Counted are the hours of people in the "
        "target-group register, from payroll returns received on {cut} at the latest.",
    ),
    "cut": ("1\N{NO-BREAK SPACE}mei\N{NO-BREAK SPACE}{year}", "1\N{NO-BREAK SPACE}May\N{NO-BREAK SPACE}{year}"),
    "method_sector": (
        "Formele banen tellen in de sector van de werkgever. Banen via inleenverbanden zijn verdeeld met de "
        "verdeelsleutel: {key}.",
        "Formal jobs count in the employer’s sector. Loan jobs are divided by the allocation key: {key}.",
    ),
    "method_key": (
        "{market} markt en {government} overheid, op basis van de antwoorden van {respondents} uitleners",
        "{market} market sector and {government} government, based on the answers of {respondents} lenders",
    ),
    "method_no_key": ("die ontbreekt voor dit jaar", "which is missing for this year"),
    "method_extra": (
        "Extra banen zijn de banen van eind {year} min die van de nulmeting, eind 2012.",
        "Extra jobs are the jobs at the end of {year} minus those of the baseline, the end of 2012.",
    ),
    "sources": (
        "Bronnen: polisadministratie, doelgroepregister en enquête onder uitleners; doelstellingen: Regeling Wfsv, "
        "artikel 3.33 (tot de hernummering 3.29).",
        "Sources: payroll administration, target-group register and survey of lenders; targets: Regeling Wfsv, "
        "article 3.33 (before its renumbering 3.29).",
    ),
    "sources_published": (
        "Kamerbrieven resultaten banenafspraak {years} (via {places})",
        "Letters to parliament on the results of {years} (through {places})",
    ),
    "cite_data": ("Gegevens en verwijzing", "Data and how to cite"),
    "s_colophon": ("Colofon", "Colophon"),
    "published_totals": ("Eerder gepubliceerde totalen", "Totals published before"),
    "code_version": ("Programma", "Program"),
    "rule_set": ("Regels", "Rules"),
    "trial_text": (
        "besluiten zijn zonder handtekening vastgelegd, of door één persoon genomen.",
        "decisions were recorded without a signature, or made by one person.",
    ),
}


@dataclass(frozen=True, slots=True)
class Words(language.Words):
    """The words and numbers of the factsheet in one language."""

    texts = WORDS

    def size(self, value: int) -> str:
        """A difference without its sign, for a sentence that says more or less."""
        return self.number(abs(value))
