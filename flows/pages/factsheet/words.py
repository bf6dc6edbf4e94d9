"""Every word of the factsheet: name -> (Dutch, English)."""

from __future__ import annotations

from dataclasses import dataclass

from flows.pages.report import words
from flows.pages.report.words import LANGUAGES

__all__ = ["LANGUAGES", "WORDS", "Words"]

WORDS = {
    # The page
    "title": ("Factsheet banenafspraak {year}", "Factsheet jobs agreement {year}"),
    "subtitle": (
        "Banen voor mensen met een arbeidsbeperking, gemeten over december {year}",
        "Jobs for people with a work disability, measured over December {year}",
    ),
    "description": (
        "Resultaat van de banenafspraak over {year}: extra banen in markt en overheid tegenover de doelstelling.",
        "Result of the jobs agreement over {year}: extra jobs in the market sector and government against the target.",
    ),
    "keywords": ("banenafspraak, extra banen, {year}", "jobs agreement, extra jobs, {year}"),
    "synthetic_suffix": ("synthetische gegevens", "synthetic data"),
    "synthetic": ("Synthetische gegevens", "Synthetic data"),
    "synthetic_text": (
        "Dit zijn geen echte uitkomsten. Niet gebruiken als cijfer over de banenafspraak.",
        "These are no real results. Not to be used as a figure on the jobs agreement.",
    ),
    "skip": ("Naar de inhoud", "Skip to the content"),
    "other_language": ("English", "Nederlands"),
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
    "headline_none": ("Over {year} is geen resultaat gemeten", "No result was measured over {year}"),
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
    "lead_no_target": ("Voor {year} is er geen doelstelling.", "There is no target for {year}."),
    "lead_sectors_both": (
        "De markt en de overheid haalden elk hun eigen doelstelling.",
        "Market sector and government each met their own target.",
    ),
    "lead_sectors_none": (
        "De markt en de overheid haalden ook elk hun eigen doelstelling niet.",
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
        "In de nulmeting van eind {year} waren er {jobs} banen voor mensen met een arbeidsbeperking: {market} in de "
        "markt en {government} bij de overheid. Vanaf dit aantal tellen de extra banen.",
        "In the baseline at the end of {year} there were {jobs} jobs for people with a work disability: {market} in "
        "the market sector and {government} in government. Extra jobs are counted from this number on.",
    ),
    "lead_none": (
        "Er zijn geen gegevens over dit jaar.",
        "There are no data over this year.",
    ),
    "agreement": (
        "In de banenafspraak van 2013 beloofden werkgevers 125.000 extra banen: 100.000 in de markt en "
        "25.000 bij de overheid.",
        "In the jobs agreement of 2013 employers promised 125,000 extra jobs: 100,000 in the market sector and 25,000 "
        "in government.",
    ),
    # Key figures
    "unit_extra": ("extra banen", "extra jobs"),
    "unit_level": ("banen in de nulmeting", "jobs in the baseline"),
    "key_target": ("Doelstelling {target}", "Target {target}"),
    "key_no_target": ("Geen doelstelling voor {year}", "No target for {year}"),
    "key_met": ("Gehaald", "Met"),
    "key_met_gap": ("Gehaald: {gap} meer", "Met: {gap} above"),
    "key_missed": ("Niet gehaald", "Not met"),
    "key_missed_gap": ("Niet gehaald: {gap} te weinig", "Not met: {gap} short"),
    # Table 1
    "s_table_1": ("Resultaat per sector en vorm", "Result by sector and form"),
    "table_1_caption": (
        "Tabel 1. Extra banen eind {year} ten opzichte van de nulmeting",
        "Table 1. Extra jobs at the end of {year} against the baseline",
    ),
    "table_1_baseline": (
        "Tabel 1. Aantal banen in de nulmeting, eind {year}",
        "Table 1. Number of jobs in the baseline, end of {year}",
    ),
    "no_table_1": ("Er is niets gemeten over {year}.", "Nothing was measured over {year}."),
    "form": ("Vorm", "Form"),
    "markt": ("Markt", "Market"),
    "overheid": ("Overheid", "Government"),
    "totaal": ("Totaal", "Total"),
    "formeel": ("Formele dienstverbanden", "Formal employment"),
    "inleen": ("Inleenverbanden", "Loan"),
    "target": ("Doelstelling", "Target"),
    "gap": ("Verschil met de doelstelling", "Difference from the target"),
    "growth": ("Groei sinds eind {before}", "Growth since the end of {before}"),
    "rounding_note": (
        "Elk cijfer is één keer afgerond, uit zijn eigen onafgeronde waarde. Daardoor tellen delen niet altijd precies "
        "op (afrondingsverschillen).",
        "Each figure is rounded once, from its own unrounded value. Parts therefore need not add up exactly "
        "(rounding differences).",
    ),
    # Development
    "s_development": ("Ontwikkeling tegenover de doelstelling", "Development against the target"),
    "no_development": (
        "Er zijn geen cijfers over dit jaar en de jaren ervoor.",
        "There are no figures over this year and the years before it.",
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
        "Lichte balk: eerder gepubliceerd totaal, niet opnieuw gemeten ({years}).",
        "Light bar: total as published before, not measured again ({years}).",
    ),
    "development_missing": (
        "Niet gemeten en niet gepubliceerd: {years}.",
        "Neither measured nor published: {years}.",
    ),
    "panel_target": ("{jobs}, doelstelling {target}", "{jobs}, target {target}"),
    "panel_no_target": ("{jobs}, geen doelstelling", "{jobs}, no target"),
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
    "year": ("Jaar", "Year"),
    "of": ("{jobs} ({target})", "{jobs} ({target})"),
    # Formal and loan
    "s_forms": ("Formeel en inleen", "Formal and loan"),
    "forms_text": (
        "Bij een formeel dienstverband is iemand in dienst bij de werkgever zelf. Bij een inleenverband werkt iemand "
        "via een uitzendbureau of gedetacheerd vanuit de Wsw.",
        "In formal employment someone is employed by the employer itself. In a loan someone works through an agency or "
        "a Wsw secondment.",
    ),
    "forms_growth": ("In {year} {formal} en {loan}.", "In {year} {formal} and {loan}."),
    "forms_more": ("kwamen er {size} {what} bij", "{size} {what} were added"),
    "forms_less": ("gingen er {size} {what} af", "{size} {what} were lost"),
    "forms_none": ("bleef het aantal {what} gelijk", "the number of {what} stayed the same"),
    "jobs_formeel": ("formele banen", "formal jobs"),
    "jobs_inleen": ("inleenbanen", "loan jobs"),
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
    "s_bridge": ("Verandering van de inleenbanen", "Change in loan jobs"),
    "bridge_text": (
        "Een verdeelsleutel verdeelt alle inleenbanen over markt en overheid. Het volume-effect komt door een ander "
        "totaal, het sleuteleffect door een andere sleutel{key}.",
        "An allocation key divides all loan jobs between market sector and government. The volume effect comes from "
        "another total, the key effect from another key{key}.",
    ),
    "bridge_key": (
        " (aandeel overheid van {old} naar {new})",
        " (government’s share from {old} to {new})",
    ),
    "bridge_panel": ("{sector}: {change} inleenbanen", "{sector}: {change} loan jobs"),
    "bridge_level": ("Eind {year}", "End of {year}"),
    "bridge_volume": ("Volume-effect", "Volume effect"),
    "bridge_key_effect": ("Sleuteleffect", "Key effect"),
    "said_bridge": ("Inleenbanen {sector}, van eind {before} naar eind {year}. {steps}.",
                    "Loan jobs {sector}, from the end of {before} to the end of {year}. {steps}."),
    "no_bridge": (
        "De verandering van de inleenbanen is niet te ontleden: {before} is niet gemeten.",
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
        "De verdeelsleutel komt uit een steekproef. Het 95%-interval laat zien wat dat per sector uitmaakt; het totaal "
        "van beide sectoren verandert er niet door.",
        "The allocation key comes from a sample. The 95% interval shows what that means for each sector; the total of "
        "both is not affected.",
    ),
    "no_uncertainty": (
        "De onzekerheid door de verdeelsleutel is over dit jaar niet te berekenen.",
        "The uncertainty from the allocation key cannot be computed over this year.",
    ),
    "no_uncertainty_baseline": (
        "De nulmeting is de vaste maat waaraan elk later jaar wordt gemeten.",
        "The baseline is the fixed yardstick that every later year is measured by.",
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
        "Niet gehaald, ook niet aan de bovenkant ({gap_low} tot {gap_high}).",
        "Not met, not at the upper end either ({gap_low} to {gap_high}).",
    ),
    "uncertainty_met": (
        "Gehaald, ook aan de onderkant ({gap_low} tot {gap_high}).",
        "Met, also at the lower end ({gap_low} to {gap_high}).",
    ),
    "uncertainty_between": (
        "Onzeker: de doelstelling ligt in het interval ({gap_low} tot {gap_high}).",
        "Uncertain: the target lies in the interval ({gap_low} to {gap_high}).",
    ),
    "uncertainty_note": (
        "Punt: extra banen. Band: 95%-interval. Streep: doelstelling. De schaal begint niet bij nul. Tussen haakjes: "
        "het verschil.",
        "Dot: extra jobs. Band: 95% interval. Line: target. The scale does not start at zero. In brackets: the "
        "difference.",
    ),
    # Government
    "s_government": ("Overheidssectoren", "Government sub-sectors"),
    "government_text": (
        "Elke overheidssector heeft een eigen deel van de doelstelling: de opgave.",
        "Each government sub-sector has its own share of government’s target.",
    ),
    "table_3_caption": (
        "Tabel 3. Formele banen en opgave, eind {year}",
        "Table 3. Formal jobs and share of the target, end of {year}",
    ),
    "sub_sector": ("Overheidssector", "Sub-sector"),
    "formal_jobs": ("Banen", "Jobs"),
    "opgave": ("Opgave", "Share"),
    "realised": ("Realisatie", "Realised"),
    "missing": ("ontbreekt", "missing"),
    "withheld": ("afgeschermd", "withheld"),
    "unknown_sub_sector": ("Sector onbekend", "Sub-sector unknown"),
    "government_note": (
        "Alleen formele banen; inleenbanen worden niet per overheidssector verdeeld.",
        "Formal jobs only; loan jobs are not divided over sub-sectors.",
    ),
    "government_missing": (
        "Ontbreekt: er zijn geen gegevens; dat is niet nul.",
        "Missing: there are no data; that is not zero.",
    ),
    "government_withheld": (
        "Afgeschermd: te klein om te tonen.",
        "Withheld: too small to show.",
    ),
    "government_no_opgave": ("Streepje: geen opgave bekend.", "Dash: no share known."),
    "no_government": (
        "Over dit jaar zijn geen gegevens per overheidssector beschikbaar.",
        "No data by government sub-sector are available over this year.",
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
        "Formele banen tellen in de sector van de werkgever. Inleenbanen zijn verdeeld met de verdeelsleutel: {key}.",
        "Formal jobs count in the employer’s sector. Loan jobs are divided by the allocation key: {key}.",
    ),
    "method_key": (
        "{market} markt en {government} overheid, uit {respondents} antwoorden van uitleners",
        "{market} market sector and {government} government, from {respondents} answers of lenders",
    ),
    "method_no_key": ("die ontbreekt over dit jaar", "which is missing over this year"),
    "method_extra": (
        "Extra banen zijn de banen van eind {year} min die van de nulmeting, eind 2012.",
        "Extra jobs are the jobs at the end of {year} minus those of the baseline, the end of 2012.",
    ),
    "sources": (
        "Bronnen: polisadministratie, doelgroepregister en enquête onder uitleners; doelstellingen: Regeling Wfsv, "
        "artikelen 3.29 en 3.33.",
        "Sources: payroll administration, target-group register and survey of lenders; targets: Regeling Wfsv, "
        "articles 3.29 and 3.33.",
    ),
    "sources_published": ("Bronnen daarvan: {sources}.", "Sources of those: {sources}."),
    "s_colophon": ("Colofon", "Colophon"),
    "release": ("Publicatie", "Release"),
    "code_version": ("Programma", "Program"),
    "rule_set": ("Regels", "Rules"),
    "deliveries": ("Leveringen (SHA-256)", "Deliveries (SHA-256)"),
    "delivery": ("{year}: {digest}", "{year}: {digest}"),
    "trial": ("Proefopstelling", "Trial"),
    "trial_text": (
        "besluiten over deze publicatie zijn alleen op naam vastgelegd, zonder handtekening.",
        "decisions on this publication are recorded by name only, without a signature.",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words(words.Words):
    """The words and numbers of the factsheet in one language."""

    texts = WORDS

    def number(self, value: float | None, decimals: int = 0) -> str:
        """A number; a dash for none."""
        return self.numbers.number(value, decimals)

    def signed(self, value: float | None) -> str:
        """A difference in whole numbers, with its sign; a dash for none."""
        return self.numbers.signed(value)

    def size(self, value: int) -> str:
        """A difference without its sign, for a sentence that says more or less."""
        return self.numbers.number(abs(value))
