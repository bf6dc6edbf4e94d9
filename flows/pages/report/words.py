"""Every word of the pages outside the rules: name -> (Dutch, English)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from flows.pages.kit.numbers import NUMBERS, Numbers

LANGUAGES = ("nl", "en")

WORDS = {
    # The page
    "title": ("Validatierapport banenafspraak {year}", "Validation report jobs agreement {year}"),
    "kind": ("Validatierapport", "Validation report"),
    "subject": ("Banenafspraak {year}", "Jobs agreement {year}"),
    "synthetic_suffix": ("synthetisch", "synthetic"),
    "skip": ("Naar de inhoud", "Skip to the content"),
    "contents": ("Op deze pagina", "On this page"),
    "other_language": ("English", "Nederlands"),
    "candidate": ("Kandidaat", "Candidate"),
    "years": ("Meetjaren", "Measured years"),
    "built_on": ("Voegt toe aan release", "Adds to release"),
    "footer": (
        "Dit rapport bevat alleen aantallen. Het toont geen waarde van een afzonderlijke regel, persoon of werkgever.",
        "This report holds counts only. It shows no value of any single line, person or employer.",
    ),
    "dash": (
        "Een streepje (–) betekent: niet gemeten of niet van toepassing.",
        "A dash (–) means: not measured, or not applicable.",
    ),
    # Verdict
    "verdict": ("Oordeel", "Verdict"),
    "verdict_0": ("Klaar voor beoordeling: geen waarschuwingen", "Ready for review: no warnings"),
    "verdict_1": (
        "1 waarschuwing vraagt om een besluit met toelichting",
        "1 warning needs a decision with a note",
    ),
    "verdict_n": (
        "{count} waarschuwingen vragen om een besluit met toelichting",
        "{count} warnings need a decision with a note",
    ),
    "verdict_text": (
        "Publiceren kan pas na het vereiste aantal akkoorden van verschillende beoordelaars, op precies deze inhoud.",
        "It can be published after the required approvals by different stewards, of exactly these contents.",
    ),
    "synthetic": ("Synthetische gegevens", "Synthetic data"),
    "synthetic_text": (
        "Geen echte personen, werkgevers of uitkomsten. Niet gebruiken als cijfer over de banenafspraak.",
        "No real people, employers or results. Not to be used as a figure on the jobs agreement.",
    ),
    "synthetic_years": ("Synthetisch zijn de meetjaren {years}.", "Synthetic are the measured years {years}."),
    "unsigned": ("Handtekeningen staan uit", "Signatures are off"),
    "unsigned_text": (
        "Dit is een proefopstelling: besluiten worden alleen op naam vastgelegd, zonder controle wie ze neemt.",
        "This is a trial: decisions are recorded by name only, without a check of who makes them.",
    ),
    "supersedes": ("Vervangt release {release}", "Supersedes release {release}"),
    "supersedes_why": ("Vervangt release {release} ({kind})", "Supersedes release {release} ({kind})"),
    "bijstelling": ("bijstelling", "adjustment"),
    "correctie": ("correctie", "correction"),
    "revisie": ("revisie", "revision"),
    "supersedes_text": (
        "De verschillen met de huidige release staan onderaan.",
        "The differences with the current release are listed below.",
    ),
    "fact_jobs": ("Extra banen eind {year}", "Extra jobs at the end of {year}"),
    "fact_target": ("doelstelling {target}, verschil {gap}", "target {target}, difference {gap}"),
    "fact_no_target": ("geen doelstelling voor dit jaar", "no target for this year"),
    "fact_lines": ("Regels geleverd", "Lines delivered"),
    "fact_quarantined": ("{count} in quarantaine ({share})", "{count} in quarantine ({share})"),
    "fact_checks": ("Controles", "Checks"),
    "fact_published": ("Gelijk aan gepubliceerd", "As published"),
    "fact_published_text": ("cijfers uit de brieven aan de Kamer", "numbers of the letters to parliament"),
    "fact_changes": ("Gewijzigde cijfers", "Changed figures"),
    "fact_changes_text": ("vergeleken met de huidige release", "compared with the current release"),
    # Decision
    "s_decision": ("Wat een besluit vraagt", "What needs a decision"),
    "no_warnings": (
        "Geen waarschuwingen. Een akkoord kan zonder toelichting.",
        "No warnings. An approval needs no note.",
    ),
    "warnings_intro": (
        "Wie akkoord gaat, licht elk van deze punten toe in één notitie.",
        "Who approves explains each of these in one note.",
    ),
    "expected": ("Wat er aan de hand is", "What is wrong"),
    "found": ("Wijkt af", "Differs"),
    "earlier": ("Eerder", "Earlier"),
    "look_at": ("Let op", "Look at"),
    "found_lines": ("{failed} van {checked} regels ({share})", "{failed} of {checked} lines ({share})"),
    "found_others": ("{failed} van {checked} ({share})", "{failed} of {checked} ({share})"),
    "found_columns": ("onbekende kolommen: {failed}", "unknown columns: {failed}"),
    "found_years": ("{failed} van {checked} jaren ontbreken", "{failed} of {checked} years are missing"),
    "found_band": ("de verandering is groter", "the change is larger"),
    "how_to_decide": ("Besluiten", "Deciding"),
    "how_to_decide_text": (
        "Een besluit geldt voor precies deze kandidaat. Verandert er één byte, dan vervalt het.",
        "A decision is on exactly this candidate. When one byte changes, it is void.",
    ),
    "name": ("NAAM", "NAME"),
    "key_file": ("SLEUTEL", "KEY"),
    "note": ("TOELICHTING", "NOTE"),
    "why": ("REDEN", "REASON"),
    # Deliveries
    "s_deliveries": ("Leveringen", "Deliveries"),
    "deliveries_caption": ("Geleverde tabellen over {year}", "Delivered tables over {year}"),
    "files_caption": ("Geleverde bestanden over {year}", "Delivered files over {year}"),
    "digests_caption": ("Volledige SHA-256 van elk bestand", "Full SHA-256 of each file"),
    "files_summary": ("Alle {count} bestanden", "All {count} files"),
    "digests_summary": ("Volledige SHA-256 van elk bestand", "Full SHA-256 of each file"),
    "table": ("Tabel", "Table"),
    "file": ("Bestand", "File"),
    "files": ("Bestanden", "Files"),
    "digest": ("SHA-256 (begin)", "SHA-256 (start)"),
    "digest_full": ("SHA-256", "SHA-256"),
    "delivered": ("Geleverd", "Delivered"),
    "accepted": ("Geaccepteerd", "Accepted"),
    "quarantined": ("In quarantaine", "In quarantine"),
    "share": ("Aandeel", "Share"),
    "share_of_table": ("Aandeel van de tabel", "Share of the table"),
    "after_cut": ("Na peildatum", "After the cut"),
    "unknown_columns": ("Onbekende kolommen", "Unknown columns"),
    "after_cut_note": (
        "Na peildatum: ontvangen na 1 mei {next}; deze regels worden bewaard en veranderen niets.",
        "After the cut: received after 1 May {next}; these lines are kept and change nothing.",
    ),
    "total": ("Totaal", "Total"),
    "not_read": ("Niet gelezen bestanden: {files}.", "Files not read: {files}."),
    "no_files": ("Geen bestanden.", "No files."),
    "quarantine": ("Quarantaine naar reden", "Quarantine by reason"),
    "quarantine_caption": ("Regels in quarantaine naar reden", "Lines in quarantine by reason"),
    "quarantine_text": (
        "Regels die een vaste regel breken, tellen niet mee. Elke regel staat bij de eerste reden die geldt.",
        "Lines that break a fixed rule do not count. Each line is listed under the first reason that holds.",
    ),
    "no_quarantine": ("Geen enkele regel staat in quarantaine.", "Not a single line is in quarantine."),
    "reason": ("Reden", "Reason"),
    "lines": ("Regels", "Lines"),
    # Corrections
    "s_corrections": ("Correcties", "Corrections"),
    "corrections_caption": ("Correcties op de levering", "Corrections to the delivery"),
    "corrections_text": (
        "Alleen een goedgekeurde correctie wordt toegepast. Waarden en sleutels staan niet in dit rapport.",
        "Only an approved correction is applied. Values and keys are not in this report.",
    ),
    "no_corrections": ("Er zijn geen correcties toegepast.", "No corrections were applied."),
    "voorgesteld": ("voorgesteld", "proposed"),
    "goedgekeurd": ("goedgekeurd", "approved"),
    "vervallen": ("vervallen", "withdrawn"),
    "column": ("Kolom", "Column"),
    "status": ("Status", "Status"),
    # Checks
    "s_checks": ("Controles", "Checks"),
    "checks_intro": (
        "Elke controle kijkt naar alle regels. Breekt een kritieke controle, dan wordt de levering afgewezen en is er "
        "geen kandidaat; een waarschuwing vraagt om een besluit. Wat ter informatie is, komt elk jaar voor.",
        "Each check looks at all lines. When a critical check breaks, the delivery is rejected and there is no "
        "candidate; a warning needs a decision. What is for information is usual every year.",
    ),
    "checks_found": ("Controles met afwijkende regels", "Checks with lines that differ"),
    "checks_found_caption": ("Controles met afwijkende regels, {year}", "Checks with lines that differ, {year}"),
    "checks_none_found": ("Geen enkele controle vond een afwijkende regel.", "No check found a line that differs."),
    "checks_all": ("Alle controles per tabel", "All checks by table"),
    "checks_caption": ("{table}: alle controles over {year}", "{table}: all checks over {year}"),
    "checks_summary": ("{table}: {count} controles, {result}", "{table}: {count} checks, {result}"),
    "all_met": ("alle voldaan", "all met"),
    "no_checks": ("Er zijn geen controles over dit jaar.", "There are no checks over this year."),
    "check": ("Gecontroleerd op", "Checked for"),
    "severity": ("Ernst", "Severity"),
    "critical": ("kritiek", "critical"),
    "warning": ("waarschuwing", "warning"),
    "result": ("Uitkomst", "Result"),
    "checked": ("Gecontroleerd", "Checked"),
    "failed": ("Afwijkend", "Differ"),
    "history": ("Aandeel eerder", "Share earlier"),
    "now": ("Deze kandidaat", "This candidate"),
    "history_note": (
        "Eerder: het aandeel zoals het stond in de releases {releases}.",
        "Earlier: the share as it was in the releases {releases}.",
    ),
    "ok": ("Voldaan", "Met"),
    "limit": ("Binnen de grens", "Within the limit"),
    "info": ("Ter informatie", "For information"),
    "warn": ("Waarschuwing", "Warning"),
    "bad": ("Niet voldaan", "Not met"),
    # Key
    "s_key": ("Verdeelsleutel en respons", "Allocation key and response"),
    "key_intro": (
        "De sleutel verdeelt de uren van inleenverbanden over markt en overheid. Hij komt uit een steekproef onder "
        "uitleners; het interval van 95% zegt hoe zeker hij is.",
        "The key splits the loan hours between market and government. It comes from a sample survey of lenders; "
        "the 95% interval says how certain it is.",
    ),
    "key_h": ("Sleutel met interval", "Key with interval"),
    "key_caption": (
        "Verdeelsleutel inleenverbanden, aandeel van de uren met 95%-interval",
        "Allocation key of loan hours, share of the hours with 95% interval",
    ),
    "key_note": (
        "Het interval hoort bij de onafgeronde schatting en wordt niet afgekapt op 0 of 100%.",
        "The interval is that of the unrounded estimate and is not clipped to 0 or 100%.",
    ),
    "no_key": ("Er is geen verdeelsleutel.", "There is no allocation key."),
    "year": ("Jaar", "Year"),
    "gov_share": ("Sleutel", "Key"),
    "ci_low": ("Ondergrens", "Lower bound"),
    "ci_high": ("Bovengrens", "Upper bound"),
    "survey": ("Onderzoek", "Survey"),
    "respondents": ("Respondenten", "Respondents"),
    "population": ("Populatie", "Population"),
    "key_chart": ("Aandeel van de overheid in de inleenuren", "Government’s share of the loan hours"),
    "key_chart_legend": ("Punt: toegepaste sleutel. Lijn: 95%-interval.", "Dot: key as applied. Line: 95% interval."),
    "key_chart_row": ("{share} ({low} tot {high})", "{share} ({low} to {high})"),
    "response_h": ("Respons per stratum", "Response by stratum"),
    "response_caption": ("Respons op het onderzoek over {year}", "Response to the survey over {year}"),
    "no_response": (
        "De respons per stratum is niet vastgelegd.",
        "The response by stratum was not recorded.",
    ),
    "stratum": ("Stratum", "Stratum"),
    "units": ("Benaderd", "Approached"),
    "response": ("Respons", "Response"),
    "response_chart": ("Respons per stratum, {year}", "Response by stratum, {year}"),
    "response_chart_legend": (
        "Balk: deel van de benaderde uitleners dat heeft gereageerd; de lichte balk is 100%.",
        "Bar: part of the lenders approached that responded; the light bar is 100%.",
    ),
    # Table 1
    "s_table_1": ("Tabel 1: extra banen", "Table 1: extra jobs"),
    "table_1_caption": (
        "Extra banen eind {year} ten opzichte van de nulmeting, en de groei in een jaar",
        "Extra jobs at the end of {year} against the baseline, and the growth in a year",
    ),
    "table_1_note": (
        "Elk cijfer is één keer afgerond, uit zijn eigen onafgeronde waarde. Daardoor tellen delen niet altijd op.",
        "Each figure is rounded once, from its own unrounded value. Parts therefore need not add up.",
    ),
    "no_growth": (
        "Groei ontbreekt: {year} is niet gemeten.",
        "Growth is missing: {year} was not measured.",
    ),
    "no_table_1": ("Er is niets gemeten over {year}.", "Nothing was measured over {year}."),
    "baseline": (
        "{year} is de nulmeting: extra banen worden vanaf dit jaar geteld.",
        "{year} is the baseline: extra jobs are counted from this year on.",
    ),
    "form": ("Vorm", "Form"),
    "extra_jobs": ("Extra banen", "Extra jobs"),
    "growth": ("Groei ten opzichte van {year}", "Growth on {year}"),
    "target": ("Doelstelling", "Target"),
    "gap": ("Verschil met doelstelling", "Difference from target"),
    "target_met": ("Doelstelling gehaald", "Target met"),
    "met": ("Gehaald", "Met"),
    "yes": ("ja", "yes"),
    "no": ("nee", "no"),
    "targets_h": ("Extra banen en doelstelling", "Extra jobs and target"),
    "targets_caption": ("Extra banen en doelstelling per sector en jaar", "Extra jobs and target by sector and year"),
    "targets_chart": ("Extra banen tegenover de doelstelling", "Extra jobs against the target"),
    "targets_legend": ("Balk: extra banen. Streep: doelstelling.", "Bar: extra jobs. Line: target."),
    "of": ("{part}\u00a0van\u00a0{whole}", "{part}\u00a0of\u00a0{whole}"),
    "sector": ("Sector", "Sector"),
    "markt": ("Markt", "Market"),
    "overheid": ("Overheid", "Government"),
    "totaal": ("Totaal", "Total"),
    "formeel": ("Formele dienstverbanden", "Formal employment"),
    "inleen": ("Inleenverbanden", "Loan"),
    # Analyses
    "s_analyses": ("Analyses", "Analyses"),
    "analyses_intro": (
        "De overige tabellen die met deze kandidaat worden gepubliceerd, over dit meetjaar.",
        "The other tables that are published with this candidate, over this year.",
    ),
    "analyses_none": ("Over dit jaar zonder rijen: {names}.", "Without rows over this year: {names}."),
    "analyses_summary": ("{title}, aantal rijen: {count}", "{title}, rows: {count}"),
    "analyses_first": (
        "Hier staan de eerste {shown} van {count} rijen; {mart}.csv heeft ze alle.",
        "These are the first {shown} of {count} rows; {mart}.csv has them all.",
    ),
    "analyses_totals": (
        "Hier staan de {shown} rijen met totalen; {mart}.csv heeft alle {count} rijen.",
        "These are the {shown} rows of totals; {mart}.csv has all {count} rows.",
    ),
    "onbekend": ("Onbekend", "Unknown"),
    "realisation_pct": ("Realisatiegraad (%)", "Realisation (%)"),
    "realisation_pct_of_jobs": (
        "Realisatiegraad uit de gepubliceerde banen (%)",
        "Realisation from the published jobs (%)",
    ),
    "opgave_jobs": ("Opgave", "Share of the target"),
    "quota_percentage": ("Quotumpercentage", "Quota percentage"),
    "quota_percentage_indicative": ("Quotumpercentage, indicatief", "Quota percentage, indicative"),
    # Reconciliation
    "s_reconciliation": ("Aansluiting op gepubliceerde cijfers", "Reconciliation with published numbers"),
    "reconciliation_all": ("Alle {count} gepubliceerde cijfers zijn gelijk.", "All {count} published numbers agree."),
    "reconciliation_text": (
        "{agrees} van {count} gepubliceerde cijfers zijn gelijk; {differs} wijken af, {not_measured} niet te meten.",
        "{agrees} of {count} published numbers agree; {differs} differ and {not_measured} cannot be measured.",
    ),
    "reconciliation_caption": (
        "Gemeten naast gepubliceerd, {year}",
        "Measured beside published, {year}",
    ),
    "reconciliation_summary": (
        "{year}: {agrees} van {count} gelijk",
        "{year}: {agrees} of {count} agree",
    ),
    "no_reconciliation": (
        "Over deze jaren zijn geen cijfers gepubliceerd.",
        "No numbers were published over these years.",
    ),
    "measure": ("Maat", "Measure"),
    "measured": ("Gemeten", "Measured"),
    "published": ("Gepubliceerd", "Published"),
    "difference": ("Verschil", "Difference"),
    "source": ("Bron", "Source"),
    "agrees": ("Gelijk", "Agrees"),
    "differs": ("Wijkt af", "Differs"),
    "not_measured": ("Niet te meten", "Not measurable"),
    # Changes
    "s_changes": ("Verschillen met de huidige release", "Differences with the current release"),
    "no_current": ("Er is nog geen gepubliceerde release.", "There is no published release yet."),
    "no_changes": (
        "Geen gepubliceerd cijfer is gewijzigd ten opzichte van release {release}.",
        "No published figure changed compared with release {release}.",
    ),
    "changes_text": (
        "{count} cijfers zijn gewijzigd ten opzichte van release {release}; de grootste verschillen staan bovenaan.",
        "{count} figures changed compared with release {release}; the largest differences come first.",
    ),
    "changes_caption": ("Gewijzigde cijfers, grootste verschil eerst", "Changed figures, largest difference first"),
    "added_h": ("Nieuw of vervallen", "New or gone"),
    "added_caption": (
        "Cijfers die in maar één van beide releases staan",
        "Figures that only one of the two releases has",
    ),
    "added": ("Nieuw", "New"),
    "gone": ("Vervallen", "Gone"),
    "more": (
        "Hier staan de eerste {shown} van {count}. Alle verschillen: banenafspraak diff.",
        "These are the first {shown} of {count}. All differences: banenafspraak diff.",
    ),
    "cell": ("Cel", "Cell"),
    "figure": ("Cijfer", "Figure"),
    "old": ("Oud", "Old"),
    "new": ("Nieuw", "New"),
    # Provenance
    "s_provenance": ("Herkomst", "Provenance"),
    "provenance_caption": (
        "Waaruit en waarmee deze kandidaat is gemaakt",
        "What this candidate was made from and with",
    ),
    "item": ("Onderdeel", "Item"),
    "value": ("Waarde", "Value"),
    "delivery_of": ("Levering {year} (SHA-256)", "Delivery {year} (SHA-256)"),
    "code_version": ("Versie van de programmatuur", "Version of the program"),
    "code_digest": ("Programmatuur (SHA-256)", "Program (SHA-256)"),
    "lock_digest": ("Vastgezette bibliotheken (SHA-256)", "Locked libraries (SHA-256)"),
    "settings_digest": ("Instellingen (SHA-256)", "Settings (SHA-256)"),
    "rule_set": ("Regels van de meting", "Rules of the measurement"),
    "choice": ("Keuze {name}", "Choice {name}"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """The words and numbers of one language; call it with the name of a text and the parts to fill in."""

    #: Name -> (Dutch, English).
    texts: ClassVar[Mapping[str, tuple[str, str]]] = WORDS

    language: str

    def __call__(self, name: str, /, **parts: object) -> str:
        """The text called `name`, with its parts filled in; KeyError when there is none."""
        return self.texts[name][LANGUAGES.index(self.language)].format(**parts)

    @property
    def numbers(self) -> Numbers:
        """How this language writes numbers."""
        return NUMBERS[self.language]

    def term(self, value: str) -> str:
        """A category value as it is shown; itself when there is no word for it."""
        return self(value) if value in self.texts else value
