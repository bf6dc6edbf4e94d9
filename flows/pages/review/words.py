"""What the card, the differences and the lineage say: name -> (Dutch, English)."""

from __future__ import annotations

from dataclasses import dataclass

from flows.pages.kit import language
from flows.pages.kit.language import COMMON

WORDS: language.Texts = {
    **COMMON,
    # The decision card
    "card": ("Beslissingskaart", "Decision card"),
    "what_first": ("Eerste publicatie: {years}", "First release: {years}"),
    "what_new_year": ("Nieuw jaar: {years}", "New year: {years}"),
    "what_redelivery": ("Nieuwe levering van {years}", "Redelivery of {years}"),
    "what_restatement": ("Herberekening van {years}", "Restatement of {years}"),
    "what_redelivery_text": (
        "Er is een nieuwe of gecorrigeerde levering van een jaar dat al is gepubliceerd.",
        "There is a new or corrected delivery of a year that was released before.",
    ),
    "what_restatement_text": (
        "De levering is dezelfde; de regels of het programma zijn anders dan bij de publicatie.",
        "The delivery is the same; the rules or the program differ from those of the release.",
    ),
    "what_new_year_text": (
        "Dit jaar is nog niet eerder gepubliceerd.",
        "This year was not released before.",
    ),
    "what_first_text": ("Er is nog geen publicatie.", "There is no release yet."),
    "card_changed": ("Gepubliceerde cijfers", "Released figures"),
    "card_none": ("Er wijzigt geen gepubliceerd cijfer.", "No released figure changes."),
    "card_changed_1": (
        "1 gepubliceerd cijfer wijzigt, waarvan {table_1} in tabel 1.",
        "1 released figure changes, {table_1} of it in table 1.",
    ),
    "card_changed_n": (
        "{count} gepubliceerde cijfers wijzigen, waarvan {table_1} in tabel 1.",
        "{count} released figures change, {table_1} of them in table 1.",
    ),
    "card_largest_table_1": ("Grootste in tabel 1", "Largest in table 1"),
    "card_largest": ("Grootste van alle", "Largest of all"),
    "card_warnings": ("Waarschuwingen", "Warnings"),
    "card_no_warnings": ("Geen.", "None."),
    "card_warnings_same_1": ("1, die er ook over {year} was.", "1, which {year} had too."),
    "card_warnings_same_n": ("{count}, die er ook over {year} waren.", "{count}, which {year} had too."),
    "card_warnings_new_1": (
        "1, nieuw ten opzichte van {year}: {names}.",
        "1, new since {year}: {names}.",
    ),
    "card_warnings_new_n": (
        "{count}, waarvan {new} nieuw ten opzichte van {year}: {names}.",
        "{count}, of which {new} new since {year}: {names}.",
    ),
    "card_warnings_first_1": ("1: {names}.", "1: {names}."),
    "card_warnings_first_n": ("{count}: {names}.", "{count}: {names}."),
    "card_published": ("Cijfers uit de Kamerbrieven", "Numbers of the letters"),
    "card_agree": ("{agrees} van {whole} gelijk", "{agrees} of {whole} agree"),
    "card_differ_1": ("1 wijkt af", "1 differs"),
    "card_differ_n": ("{count} wijken af", "{count} differ"),
    "card_not_measured_1": ("1 is niet te meten", "1 cannot be measured"),
    "card_not_measured_n": ("{count} zijn niet te meten", "{count} cannot be measured"),
    "card_note": ("Besluit", "Decision"),
    "card_needs_note": (
        "Een akkoord heeft een toelichting nodig, van elke beoordelaar.",
        "An approval needs a note, of each steward.",
    ),
    "card_needs_no_note": ("Een akkoord heeft geen toelichting nodig.", "An approval needs no note."),
    "card_one": ("{where}: {old} → {new} ({change})", "{where}: {old} → {new} ({change})"),
    # Differences
    "differences_caption": ("{table} (verschillen: {count})", "{table} (differences: {count})"),
    "differences_more": (
        "Getoond: de eerste {shown} van {count}. Alle verschillen: {command}",
        "Shown: the first {shown} of {count}. All differences: {command}",
    ),
    "differences_added": ("Nieuw in de kandidaat: {names}.", "New in the candidate: {names}."),
    "differences_none": (
        "Geen cijfer van {older} is anders.",
        "No figure of {older} differs.",
    ),
    "differences_order": (
        "Van {older} naar {newer}, per tabel; binnen een tabel de grootste relatieve wijziging eerst. Elk cijfer staat "
        "er één keer; tabellen die cijfers herhalen zijn weggelaten.",
        "From {older} to {newer}, by table; in a table the largest relative change first. Each figure is there once; "
        "tables that repeat figures are left out.",
    ),
    "cell": ("Cel", "Cell"),
    "figure": ("Cijfer", "Figure"),
    "old": ("Nu gepubliceerd", "Released now"),
    "new": ("Kandidaat", "Candidate"),
    "difference": ("Verschil", "Difference"),
    "relative": ("Relatief", "Relative"),
    "changed": ("gewijzigd", "changed"),
    "withheld": ("nu geheim", "withheld now"),
    "shown": ("niet meer geheim", "no longer withheld"),
    "added": ("nieuw", "new"),
    "gone": ("vervallen", "gone"),
    "infinite": ("was 0", "was 0"),
    "yes": ("ja", "yes"),
    "no": ("nee", "no"),
    # Lineage
    "origin_title": ("Herkomst van de cijfers over {year}", "Where the figures for {year} come from"),
    "origin_intro": (
        "Van de geleverde bestanden tot het cijfer, met de getallen ertussen, uit wat bij deze publicatie is bewaard. "
        "Uren, banen en personen staan hier onafgerond. Deze pagina is intern: zij toont ook cijfers die lezers "
        "niet krijgen.",
        "From the delivered files to the figure, with the numbers in between, from what this release keeps. Hours, "
        "jobs and people are unrounded here. This page is internal: it also shows figures that readers do not get.",
    ),
    "origin_shared": ("Bestanden en regels", "Files and lines"),
    "origin_from": ("Uit:", "From:"),
    "origin_back": ("Naar het rapport", "To the report"),
    "origin_withheld": ("Geheim voor lezers: {columns}.", "Withheld from readers: {columns}."),
    "step_files": ("Bestanden over {year}", "Files for {year}"),
    "step_lines": ("Regels van de polisadministratie {year}", "Lines of the polis of {year}"),
    "step_hours_formeel": (
        "Verloonde uren in december {year}, formele dienstverbanden",
        "Paid hours in December {year}, formal employment",
    ),
    "step_hours_inleen": (
        "Verloonde uren in december {year}, inleenverbanden (heel Nederland)",
        "Paid hours in December {year}, loan (the whole country)",
    ),
    "step_pool": ("Van uren naar pool, en de verdeelsleutel {year}", "From hours to pool, and the key of {year}"),
    "step_level": ("Aantal banen {year}", "Number of jobs {year}"),
    "step_figures": ("Cijfers {year}: één keer afgerond", "Figures {year}: rounded once"),
    "step_response": ("Respons op het onderzoek verdeelsleutel {year}", "Response to the survey of the key {year}"),
    "step_share": ("Van gewogen uren naar verdeelsleutel {year}", "From weighted hours to key {year}"),
    "step_published": ("Overgenomen uit een publicatie", "Taken from a publication"),
    "step_no_employer": (
        "Geen werkgever van deze overheidssector in de levering over {year}",
        "No employer of this government sector in the delivery for {year}",
    ),
    "of_what": ("Wat", "What"),
    "of_amount": ("Aantal", "Amount"),
    "of_unit": ("Eenheid", "Unit"),
    "of_file": ("Bestand", "File"),
    "of_table": ("Tabel", "Table"),
    "of_digest": ("SHA-256", "SHA-256"),
    "of_delivered": ("Geleverd", "Delivered"),
    "of_quarantined": ("In quarantaine", "In quarantine"),
    "of_accepted": ("Aanvaard", "Accepted"),
    "of_register": ("In het doelgroepregister", "In the register"),
    "of_counted": ("Geteld", "Counted"),
    "of_employers": ("Werkgevers die bijdragen", "Employers that contribute"),
    "of_hours": ("Uren", "Hours"),
    "of_hours_counted": ("Uren die meetellen", "Hours that count"),
    "of_per_job": ("Uren per baan", "Hours per job"),
    "of_pool": ("Pool: uren gedeeld door uren per baan", "Pool: hours divided by hours per job"),
    "of_key": ("Verdeelsleutel", "Allocation key"),
    "of_formal_jobs": (
        "Formele dienstverbanden: uren gedeeld door uren per baan",
        "Formal employment: hours divided by hours per job",
    ),
    "of_loan_jobs": ("Inleenverbanden: pool maal verdeelsleutel", "Loan: pool times key"),
    "of_level": ("Aantal banen, onafgerond", "Number of jobs, unrounded"),
    "of_level_rounded": ("Aantal banen", "Number of jobs"),
    "of_baseline": ("Nulmeting, onafgerond", "Nulmeting, unrounded"),
    "of_baseline_rounded": ("Nulmeting", "Nulmeting"),
    "of_extra": (
        "Extra banen, onafgerond: aantal banen min nulmeting",
        "Extra jobs, unrounded: number of jobs less nulmeting",
    ),
    "of_extra_rounded": ("Extra banen", "Extra jobs"),
    "of_target": ("Doelstelling", "Target"),
    "of_gap": ("Verschil met de doelstelling", "Difference from the target"),
    "of_opgave": ("Opgave", "Opgave"),
    "of_realised": ("Gerealiseerd van de opgave", "Realised of the opgave"),
    "of_population": ("Uitleners in de populatie", "Lenders in the population"),
    "of_units": ("Benaderd", "Approached"),
    "of_respondents": ("Respondenten", "Respondents"),
    "of_weighted": ("Gewogen uren van de respondenten", "Weighted hours of the respondents"),
    "of_share": ("Aandeel, onafgerond", "Share, unrounded"),
    "of_published": ("Extra banen", "Extra jobs"),
    "unit_lines": ("regels", "lines"),
    "unit_persons": ("personen", "people"),
    "unit_employers": ("werkgevers", "employers"),
    "unit_lenders": ("uitleners", "lenders"),
    "unit_hours": ("uren", "hours"),
    "unit_weighted_hours": ("gewogen uren", "weighted hours"),
    "unit_hours_per_job": ("uren per baan", "hours per job"),
    "unit_jobs": ("banen", "jobs"),
    "unit_rounded_jobs": ("banen", "jobs"),
    "unit_percent": ("%", "%"),
    "kind_formeel": ("formeel dienstverband", "formal employment"),
    "kind_uitzend": ("uitzendkracht", "agency work"),
    "kind_wsw_detachering": ("Wsw-detachering", "Wsw secondment"),
    "kind_payroll": ("payrolling", "payrolling"),
    "kind_overig": ("overig inleenverband", "other loan"),
    "employer_in": ("werkgever: {sector}", "employer: {sector}"),
    "in_sector": ("sector: {sector}", "sector: {sector}"),
    "in_stratum": ("stratum: {stratum}", "stratum: {stratum}"),
}


@dataclass(frozen=True, slots=True)
class Words(language.Words):
    """The words of the card, the differences and the lineage."""

    texts = WORDS
