"""Every word of the report outside the rules: name -> (Dutch, English)."""

from __future__ import annotations

from dataclasses import dataclass

from flows.pages.kit import language
from flows.pages.kit.language import COMMON

WORDS: language.Texts = {
    **COMMON,
    # The page
    "title": ("Validatierapport banenafspraak {year}", "Validation report jobs agreement {year}"),
    "kind": ("Validatierapport", "Validation report"),
    "subject": ("Banenafspraak {year}", "Jobs agreement {year}"),
    "synthetic_suffix": ("synthetisch", "synthetic"),
    "candidate": ("Kandidaat", "Candidate"),
    "years": ("Meetjaren", "Measured years"),
    "built_on": ("Bouwt voort op publicatie", "Adds to release"),
    "footer": (
        "Dit rapport is intern en blijft bij de beoordelaars. De cijfers zijn die van de publicatie; de aantallen "
        "regels bij leveringen en controles zijn exact en kunnen over één persoon of werkgever gaan.",
        "This report is internal and stays with the stewards. Its figures are those of the release; the counts of "
        "lines under deliveries and checks are exact and can be about one person or employer.",
    ),
    "dash": (
        "Een streepje (–) betekent: niet gemeten, niet openbaar of niet van toepassing.",
        "A dash (–) means: not measured, not public, or not applicable.",
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
    "verdict_changed_1": (
        "1 gepubliceerd cijfer wijzigt: dat vraagt om een besluit met toelichting",
        "1 released figure changes: that needs a decision with a note",
    ),
    "verdict_changed_n": (
        "{count} gepubliceerde cijfers wijzigen: dat vraagt om een besluit met toelichting",
        "{count} released figures change: that needs a decision with a note",
    ),
    "verdict_both_1": (
        "{changed}, en 1 waarschuwing: dat vraagt om een besluit met toelichting",
        "{changed}, and 1 warning: that needs a decision with a note",
    ),
    "verdict_both_n": (
        "{changed}, en {count} waarschuwingen: dat vraagt om een besluit met toelichting",
        "{changed}, and {count} warnings: that needs a decision with a note",
    ),
    "changing_1": ("1 gepubliceerd cijfer wijzigt", "1 released figure changes"),
    "changing_n": ("{count} gepubliceerde cijfers wijzigen", "{count} released figures change"),
    "verdict_text": (
        "Publiceren kan pas als het vereiste aantal beoordelaars akkoord is met precies deze inhoud.",
        "It can be published after the required number of stewards has approved exactly these contents.",
    ),
    "synthetic_text": (
        "Geen echte personen, werkgevers of uitkomsten. Niet gebruiken als cijfer over de banenafspraak.",
        "No real people, employers or results. Not to be used as a figure on the jobs agreement.",
    ),
    "synthetic_years_1": ("Het meetjaar {years} is synthetisch.", "The measured year {years} is synthetic."),
    "synthetic_years_n": ("De meetjaren {years} zijn synthetisch.", "The measured years {years} are synthetic."),
    "trial_text": (
        "Besluiten worden zonder handtekening vastgelegd, of één persoon kan publiceren. Geen officiële uitkomst.",
        "Decisions are recorded without a signature, or one person can publish. This is no official result.",
    ),
    "own_lists": ("Eigen lijsten", "Own lists"),
    "own_lists_text": (
        "Deze meting gebruikt eigen lijsten van deze organisatie: {names}.",
        "This measurement uses lists of this organisation itself: {names}.",
    ),
    "supersedes": ("Vervangt publicatie {release}", "Supersedes release {release}"),
    "supersedes_why": ("Vervangt publicatie {release} ({kind})", "Supersedes release {release} ({kind})"),
    "bijstelling": ("bijstelling: nieuwe levering", "adjustment: new delivery"),
    "correctie": ("correctie van de levering", "correction of the delivery"),
    "revisie": ("revisie: andere regels of ander programma", "revision: other rules or program"),
    "supersedes_text": (
        "De verschillen met de huidige publicatie staan verderop in dit rapport.",
        "The differences with the current release are listed further on in this report.",
    ),
    "given_reason": ("Toelichting: {reason}.", "Reason: {reason}."),
    "fact_jobs": ("Extra banen eind {year}", "Extra jobs at the end of {year}"),
    "fact_target": ("doelstelling {target}, verschil {gap}", "target {target}, difference {gap}"),
    "fact_no_target": ("doelstelling niet in dit programma opgenomen", "this program does not hold the target"),
    "fact_baseline": ("de nulmeting heeft geen doelstelling", "the baseline has no target"),
    "fact_lines": ("Regels geleverd", "Lines delivered"),
    "fact_quarantined": ("{count} in quarantaine ({share})", "{count} in quarantine ({share})"),
    "fact_checks": ("Controles", "Checks"),
    "fact_published": ("Gelijk aan gepubliceerd", "As published"),
    "fact_published_text": ("cijfers uit de Kamerbrieven", "numbers of the letters to parliament"),
    "fact_secrecy": ("Geheime cijfers", "Confidential figures"),
    "fact_secrecy_of": ("van {figures} cijfers", "of {figures} figures"),
    "fact_secrecy_1": ("1 aandachtspunt, zie Geheimhouding", "1 point of attention, see Disclosure control"),
    "fact_secrecy_n": (
        "{count} aandachtspunten, zie Geheimhouding",
        "{count} points of attention, see Disclosure control",
    ),
    "fact_changes": ("Gewijzigde cijfers", "Changed figures"),
    "fact_changes_text": ("vergeleken met de huidige publicatie", "compared with the current release"),
    # Decision
    "s_decision": ("Aandachtspunten voor het besluit", "What needs a decision"),
    "no_warnings": ("Er zijn geen waarschuwingen.", "There are no warnings."),
    "no_note": ("Voor een akkoord is geen toelichting nodig.", "An approval needs no note."),
    "changes_intro": (
        "Er wijzigen gepubliceerde cijfers. Wie akkoord gaat, licht toe waarom; de verschillen staan hieronder.",
        "Released figures change. The approver says in the note why; the differences are listed below.",
    ),
    "to_origins": ("Herkomst van elk cijfer", "Where each figure comes from"),
    "to_factsheet": ("Factsheet", "Factsheet"),
    "to_quality": ("Kwaliteitsrapport", "Quality report"),
    "to_tables": ("Alle tabellen en gegevens", "All tables and data"),
    "beside": ("Bij deze kandidaat", "With this candidate"),
    "warnings_intro": (
        "Wie akkoord gaat, geeft één toelichting die op al deze punten ingaat.",
        "The approver explains each of these in one note.",
    ),
    "expected": ("Wat er aan de hand is", "What is wrong"),
    "found": ("Wijkt af", "Differs"),
    "earlier": ("Eerder", "Earlier"),
    "look_at": ("Let op", "Look at"),
    "found_lines_1": ("{failed} van {count} regel ({share})", "{failed} of {count} line ({share})"),
    "found_lines_n": ("{failed} van {count} regels ({share})", "{failed} of {count} lines ({share})"),
    "found_others": ("{failed} van {checked} ({share})", "{failed} of {checked} ({share})"),
    "found_columns_1": ("1 onbekende kolom", "1 unknown column"),
    "found_columns_n": ("{count} onbekende kolommen", "{count} unknown columns"),
    "found_years_1": ("1 van {checked} ontbreekt", "1 of {checked} is missing"),
    "found_years_n": ("{count} van {checked} jaren ontbreken", "{count} of {checked} years are missing"),
    "found_withdrawn_1": ("1 jaar", "1 year"),
    "found_withdrawn_n": ("{count} jaren", "{count} years"),
    "found_band": ("de verandering is groter dan toegestaan", "the change is larger than allowed"),
    "how_to_decide": ("Besluiten", "Deciding"),
    "how_to_decide_text": (
        "Een besluit geldt voor deze kandidaat, precies zoals hij nu is. Bij elke wijziging, hoe klein ook, vervalt"
        " het.",
        "A decision is on this candidate exactly as it is now. Any change, however small, makes it void.",
    ),
    "name": ("NAAM", "NAME"),
    "key_file": ("SLEUTEL", "KEY"),
    "note": ("TOELICHTING", "NOTE"),
    "why": ("REDEN", "REASON"),
    # Deliveries
    "s_deliveries": ("Leveringen", "Deliveries"),
    "deliveries_caption": ("Geleverde tabellen over {year}", "Tables delivered for {year}"),
    "files_caption": ("Geleverde bestanden over {year}", "Files delivered for {year}"),
    "digests_caption": ("Volledige SHA-256 van elk bestand", "Full SHA-256 of each file"),
    "files_summary_1": ("Het ene bestand", "The one file"),
    "files_summary_n": ("Alle {count} bestanden", "All {count} files"),
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
    "after_cut": ("Te laat ontvangen", "Received late"),
    "unknown_columns": ("Onbekende kolommen", "Unknown columns"),
    "after_cut_note": (
        "Te laat ontvangen: na 1 mei {next}. Deze regels worden bewaard, maar tellen niet mee.",
        "Received late: after 1 May {next}. These lines are kept, but do not count.",
    ),
    "total": ("Totaal", "Total"),
    "not_read": ("Niet gelezen bestanden: {files}.", "Files not read: {files}."),
    "no_files": ("Geen bestanden.", "No files."),
    "quarantine": ("Quarantaine naar reden", "Quarantine by reason"),
    "quarantine_caption": ("Regels in quarantaine naar reden", "Lines in quarantine by reason"),
    "quarantine_text": (
        "Een regel uit de levering die niet aan de vaste eisen voldoet, telt niet mee. Elke regel staat hier één "
        "keer, bij de eerste reden die van toepassing is.",
        "A line of the delivery that breaks a fixed rule does not count. Each line is listed once, under the first "
        "reason that holds.",
    ),
    "no_quarantine": ("Geen enkele regel staat in quarantaine.", "Not a single line is in quarantine."),
    "reason": ("Reden", "Reason"),
    "lines": ("Regels", "Lines"),
    # Corrections
    "delivered_before": ("Geleverd {year}", "Delivered {year}"),
    "months_h": ("Regels per maand", "Lines by month"),
    "month": ("Maand", "Month"),
    "lines_of": ("Regels {year}", "Lines {year}"),
    "change_pct": ("Verschil (%)", "Difference (%)"),
    "months_caption": ("Regels van de polisadministratie per maand, {year}", "Lines of the polis by month, {year}"),
    "months_chart": ("Regels van de polisadministratie per maand, {year}", "Lines of the polis by month, {year}"),
    "months_legend": ("Streepje: dezelfde maand van {year}.", "Mark: the same month of {year}."),
    "last_year": ("Vorig jaar ({year})", "Last year ({year})"),
    "released_before": ("Publicatie {release}", "Release {release}"),
    "s_corrections": ("Correcties", "Corrections"),
    "corrections_caption": ("Correcties op de levering", "Corrections to the delivery"),
    "corrections_text": (
        "Alleen goedgekeurde correcties worden toegepast. Waarden en sleutels staan niet in dit rapport.",
        "Only approved corrections are applied. Values and keys are not in this report.",
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
        "Elke controle bekijkt alle regels. Als aan een kritieke controle niet is voldaan, wordt de levering "
        "afgewezen en is er geen kandidaat. Een waarschuwing vraagt om een besluit. Wat elk jaar voorkomt, staat "
        "erbij ter informatie.",
        "Each check looks at all lines. When a critical check breaks, the delivery is rejected and there is no "
        "candidate. A warning needs a decision. What happens every year is shown for information.",
    ),
    "checks_found": ("Controles met afwijkende regels", "Checks with lines that differ"),
    "checks_found_caption": ("Controles met afwijkende regels, {year}", "Checks with lines that differ, {year}"),
    "checks_none_found": ("Geen enkele controle vond een afwijkende regel.", "No check found a line that differs."),
    "checks_all": ("Alle controles per tabel", "All checks by table"),
    "checks_caption": ("{table}: alle controles over {year}", "{table}: all checks for {year}"),
    "checks_summary_1": ("{table}: {count} controle, {result}", "{table}: {count} check, {result}"),
    "checks_summary_n": ("{table}: {count} controles, {result}", "{table}: {count} checks, {result}"),
    "all_met": ("alle voldaan", "all met"),
    "no_checks": ("Er zijn geen controles over dit jaar.", "There are no checks for this year."),
    "check": ("Gecontroleerd op", "Checked for"),
    "severity": ("Ernst", "Severity"),
    "critical": ("kritiek", "critical"),
    "warning": ("waarschuwing", "warning"),
    "info": ("ter informatie", "for information"),
    "result": ("Uitkomst", "Result"),
    "checked": ("Gecontroleerd", "Checked"),
    "failed": ("Afwijkend", "Differ"),
    "now": ("Deze kandidaat", "This candidate"),
    "ok": ("Voldaan", "Met"),
    "limit": ("Binnen de grens", "Within the limit"),
    "warn": ("Waarschuwing", "Warning"),
    "noted": ("Ter informatie", "For information"),
    "bad": ("Niet voldaan", "Not met"),
    # Key
    "s_key": ("Verdeelsleutel en respons", "Allocation key and response"),
    "key_intro": (
        "De verdeelsleutel verdeelt de uren van inleenverbanden over markt en overheid. Hij is geschat uit een "
        "steekproef onder uitleners; het 95%-interval laat zien hoe nauwkeurig die schatting is.",
        "The allocation key splits the loan hours between market and government. It is estimated from a sample "
        "survey of lenders; the 95% interval shows how precise that estimate is.",
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
    "response_caption": ("Respons op het onderzoek over {year}", "Response to the survey for {year}"),
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
        "Extra jobs at the end of {year} compared with the baseline, and the growth in a year",
    ),
    "table_1_note": (
        "Elk cijfer is één keer afgerond, uit zijn eigen onafgeronde waarde. Daardoor tellen delen niet altijd op.",
        "Each figure is rounded once, from its own unrounded value. Parts therefore need not add up.",
    ),
    "no_growth": ("De groei ontbreekt: {year} is niet gemeten.", "Growth is missing: {year} was not measured."),
    "baseline": (
        "{year} is de nulmeting: extra banen worden ten opzichte van dit jaar geteld.",
        "{year} is the baseline: extra jobs are counted against this year.",
    ),
    "extra_jobs": ("Extra banen", "Extra jobs"),
    "growth": ("Groei sinds eind {year}", "Growth since {year}"),
    "target_met": ("Doelstelling gehaald", "Target met"),
    "met": ("Gehaald", "Met"),
    "yes": ("ja", "yes"),
    "no": ("nee", "no"),
    "targets_h": ("Extra banen en doelstelling", "Extra jobs and target"),
    "targets_caption": ("Extra banen en doelstelling per sector en jaar", "Extra jobs and target by sector and year"),
    "targets_chart": ("Extra banen ten opzichte van de doelstelling", "Extra jobs and the target"),
    "targets_legend": ("Balk: extra banen. Streep: doelstelling.", "Bar: extra jobs. Line: target."),
    "of": ("{part}\u00a0van\u00a0{whole}", "{part}\u00a0of\u00a0{whole}"),
    "sector": ("Sector", "Sector"),
    # Analyses
    "s_analyses": ("Analyses", "Analyses"),
    "analyses_intro": (
        "De overige tabellen die met deze kandidaat worden gepubliceerd, over dit meetjaar. De cijfers staan hier "
        "zoals lezers ze krijgen: afgerond, en met een x waar ze geheim zijn.",
        "The other tables that are published with this candidate, for this year. The figures are as readers get them: "
        "rounded, and with an x where they are confidential.",
    ),
    "analyses_none": ("Zonder rijen over dit jaar: {names}.", "Without rows for this year: {names}."),
    "analyses_summary_1": ("{title}: {count} rij", "{title}: {count} row"),
    "analyses_summary_n": ("{title}: {count} rijen", "{title}: {count} rows"),
    "analyses_first": (
        "Hier staan de eerste {shown} van {count} rijen; {mart}.csv heeft ze alle.",
        "These are the first {shown} of {count} rows; {mart}.csv has them all.",
    ),
    "analyses_totals": (
        "Hier staan alleen de totalen ({shown} van {count} rijen); {mart}.csv heeft alle rijen.",
        "Only the totals are shown ({shown} of {count} rows); {mart}.csv has all rows.",
    ),
    "note_target_group": (
        "Personen: wie op 31 december in het register staat. Banen: de uren van deze mensen in december, gedeeld "
        "door de uren van een baan. De meting zelf telt iedereen die in december een of meer dagen in het register "
        "staat; daarom zijn de aantallen daar iets hoger.",
        "People: those in the register on 31 December. Jobs: the hours of these people in December, divided by the "
        "hours of a job. The measurement itself counts everyone in the register on one or more days of December; "
        "its numbers are therefore a little higher.",
    ),
    "note_government_sectors": (
        "Formele banen: het aantal aan het eind van het jaar, de banen van de nulmeting meegerekend; tabel 1 toont "
        "extra banen. De opgave van een overheidssector is het aantal banen volgens het quotum, de banen van de "
        "nulmeting meegerekend. De opgaven tellen daarom niet op tot de doelstelling. Personen: wie in december een"
        " of meer dagen in het register staat en uren heeft.",
        "Formal jobs: the number at the end of the year, the jobs of the baseline included; table 1 shows extra "
        "jobs. The opgave of a government sub-sector is its number of jobs under the quota, the jobs of the "
        "baseline included. The opgaven therefore do not add up to the target. People: those in the register on one"
        " or more days of December who have hours.",
    ),
    "note_ministries": (
        "De opgave van een ministerie is het aantal banen volgens het quotum, de banen van de nulmeting meegerekend.",
        "The opgave of a ministry is its number of jobs under the quota, the jobs of the baseline included.",
    ),
    "note_uncertainty": (
        "De verdeelsleutel van de nulmeting geldt als vast; de onzekerheid daarvan telt niet mee.",
        "The allocation key of the baseline is held fixed; its own uncertainty is left out.",
    ),
    "note_social_return": (
        "Deze banen tellen mee bij de markt, niet bij de overheid.",
        "These jobs count in the market sector, not in government.",
    ),
    "quota_not_public_1": (
        "{letters} is niet openbaar; vul die in bij de instellingen (quota.variables).",
        "{letters} is not public; fill it in in the settings (quota.variables).",
    ),
    "quota_not_public_n": (
        "{letters} zijn niet openbaar; vul ze in bij de instellingen (quota.variables).",
        "{letters} are not public; fill them in in the settings (quota.variables).",
    ),
    "quota_unknown_1": ("{letters} is niet bekend.", "{letters} is not known."),
    "quota_unknown_n": ("{letters} zijn niet bekend.", "{letters} are not known."),
    "quota_zero": ("D of E is nul.", "D or E is zero."),
    "quota_empty": ("Geen quotumpercentage voor {sectors}: {why}", "No quota percentage for {sectors}: {why}"),
    "vastgesteld": ("vastgesteld door de minister", "set by the minister"),
    "berekend": ("berekend", "computed"),
    "onbekend": ("Onbekend", "Unknown"),
    "realisation_pct": ("Realisatiegraad (%)", "Realisation (%)"),
    "realisation_pct_of_jobs": (
        "Realisatiegraad, berekend uit de gepubliceerde banen (%)",
        "Realisation, computed from the published jobs (%)",
    ),
    "opgave_jobs": ("Opgave", "Opgave"),
    "quota_pct": ("Quotumpercentage", "Quota percentage"),
    "quota_pct_indicative": ("Quotumpercentage, indicatief", "Quota percentage, indicative"),
    # Disclosure control
    "s_secrecy": ("Geheimhouding", "Disclosure control"),
    "secrecy_intro": (
        "Een cijfer is geheim als het op te weinig personen of werkgevers berust, of vooral op één werkgever. "
        "Daarnaast zijn andere cijfers geheim, zodat niemand zo’n cijfer kan terugrekenen uit wat is gepubliceerd, nu "
        "of eerder. In elke tabel staat een x op de plaats van een geheim cijfer.",
        "A figure is confidential when it rests on too few people or employers, or mostly on one employer. Other "
        "figures are confidential besides, so that nobody can calculate such a figure back from what is published, "
        "now or earlier. In every table an x stands in the place of a confidential figure.",
    ),
    "secrecy_warnings": ("Aandachtspunten", "Points of attention"),
    "secrecy_warnings_caption": ("Aandachtspunten bij de geheimhouding", "Points of attention on disclosure control"),
    "no_secrecy_warnings": ("Er zijn geen aandachtspunten.", "There are no points of attention."),
    "warning_kind": ("Soort", "Kind"),
    "warning_text": ("Wat het betreft", "What it is about"),
    "secrecy_legal": ("Wettelijk cijfer", "Legal figure"),
    "secrecy_share": ("Veel geheim", "Much withheld"),
    "secrecy_changed": ("Andere drempels", "Other thresholds"),
    "secrecy_legal_text": (
        "{title} {year}: {figure}. Dit cijfer wordt gepubliceerd omdat de wet of de Kamerbrief het vraagt, maar het "
        "berust op weinigen ({rule}).",
        "{title} {year}: {figure}. This figure is published as the law or the letter to parliament asks for it, but it "
        "rests on few ({rule}).",
    ),
    "secrecy_lawful_text": (
        "{title} {year}: {figure}. Dit cijfer is geheim, maar te berekenen uit cijfers die de wet of de Kamerbrief "
        "vraagt.",
        "{title} {year}: {figure}. This figure is confidential, but can be calculated from figures that the law or the "
        "letter to parliament asks for.",
    ),
    "secrecy_share_text": (
        "{title} {year}: {share} van de cijfers is geheim. Is de tabel zo nog bruikbaar?",
        "{title} {year}: {share} of the figures is confidential. Is the table still of use?",
    ),
    "secrecy_changed_text": (
        "{threshold}: over {year} geldt een andere waarde dan over het jaar dat nu is gebouwd; zie de drempels "
        "hieronder.",
        "{threshold}: {year} has another value than the year that was built now; see the thresholds below.",
    ),
    "rule_P1": ("weinig personen", "few people"),
    "rule_P2": ("bijna iedereen of niemand van een groep", "nearly everybody or nobody of a group"),
    "rule_P3": ("weinig werkgevers", "few employers"),
    "rule_P4": ("één grote werkgever", "one large employer"),
    "rule_P5": ("bijdragers niet geleverd", "contributors not delivered"),
    "secrecy_by_mart": ("Per tabel en jaar", "By table and year"),
    "secrecy_by_mart_text": (
        "Welke cijfers het zijn en waarop ze berusten, staat in het bestand {list} bij deze kandidaat. Dat bestand "
        "is intern.",
        "Which figures they are, and what these rest on, is in the file {list} of this candidate. That file is "
        "internal.",
    ),
    "no_secrecy": ("Er is geen overzicht van geheime cijfers.", "There is no overview of confidential figures."),
    "secrecy_caption": ("Geheime cijfers over {year}, per tabel", "Confidential figures of {year}, by table"),
    "secrecy_summary": (
        "{year}: {withheld} van {figures} cijfers geheim",
        "{year}: {withheld} of {figures} figures confidential",
    ),
    "figures": ("Cijfers", "Figures"),
    "by_rule": ("Geheim volgens regel", "Withheld by rule"),
    "besides": ("Aanvullend", "Besides"),
    "kept_earlier": ("Eerder al", "Earlier"),
    "withheld_all": ("Geheim", "Withheld"),
    "widest_loss": ("Grootste verlies", "Largest loss"),
    "secrecy_rules": (
        "P1: weinig personen. P2: bijna iedereen of niemand van een groep. P3: weinig werkgevers. P4: één grote "
        "werkgever. P5: niet geleverd wie bijdraagt.",
        "P1: few people. P2: nearly everybody or nobody of a group. P3: few employers. P4: one large employer. P5: "
        "contributors not delivered.",
    ),
    "secrecy_columns": (
        "Aanvullend: beschermt een ander geheim cijfer. Eerder al: geheim in een eerdere publicatie, en daarom nog "
        "steeds. Grootste verlies: wat het aanvullend geheime cijfer dat lezers het meest missen, omvat.",
        "Besides: protects another confidential figure. Earlier: confidential in an earlier release, and therefore "
        "still. Largest loss: the size of the figure withheld besides that readers miss most.",
    ),
    "secrecy_audit": ("Narekening", "Audit"),
    "audit_text": (
        "Van {tried} geheime cijfers is nagegaan tussen welke grenzen een lezer ze kan terugrekenen uit alles wat "
        "is gepubliceerd. Daarvan zijn er {solved} uitgerekend; van de overige was al bewezen dat het interval breed "
        "genoeg is. Aantal rondes: {rounds}.",
        "Of {tried} confidential figures it was determined between which bounds a reader can calculate them back from "
        "all that is published. Of these {solved} were solved; the others were already proved wide enough. Number of "
        "rounds: {rounds}.",
    ),
    "no_audit": (
        "Er was geen geheim cijfer om na te rekenen.",
        "There was no confidential figure to audit.",
    ),
    "audit_caption": ("Het smalste interval: {figure}", "The narrowest interval: {figure}"),
    "interval": ("Interval", "Interval"),
    "narrowest_left": ("Wat een lezer kan afleiden", "What a reader can derive"),
    "narrowest_needed": ("Wat minstens nodig is", "What is needed at least"),
    "lowest": ("Van", "From"),
    "highest": ("Tot", "To"),
    "secrecy_thresholds": ("Drempels", "Thresholds"),
    "thresholds_text": (
        "Een jaar dat niet opnieuw is gebouwd, houdt de drempels waarmee het is beschermd.",
        "A year that was not built again keeps the thresholds that it was protected with.",
    ),
    "thresholds_caption": ("Drempels met hun bron", "Thresholds with their source"),
    "no_thresholds": ("Er zijn geen drempels vastgelegd.", "No thresholds were recorded."),
    # Reconciliation
    "s_reconciliation": ("Aansluiting op gepubliceerde cijfers", "Reconciliation with published numbers"),
    "reconciliation_all_1": ("Het ene gepubliceerde cijfer is gelijk.", "The one published number agrees."),
    "reconciliation_all_n": ("Alle {count} gepubliceerde cijfers zijn gelijk.", "All {count} published numbers agree."),
    "reconciliation_agree_1": (
        "{count} van {all} gepubliceerde cijfers is gelijk",
        "{count} of {all} published numbers agrees",
    ),
    "reconciliation_agree_n": (
        "{count} van {all} gepubliceerde cijfers zijn gelijk",
        "{count} of {all} published numbers agree",
    ),
    "reconciliation_differ_1": ("{count} wijkt af", "{count} differs"),
    "reconciliation_differ_n": ("{count} wijken af", "{count} differ"),
    "reconciliation_unmeasured_1": ("{count} is niet te meten", "{count} cannot be measured"),
    "reconciliation_unmeasured_n": ("{count} zijn niet te meten", "{count} cannot be measured"),
    "reconciliation_withheld_1": ("{count} is geheim", "{count} is confidential"),
    "reconciliation_withheld_n": ("{count} zijn geheim", "{count} are confidential"),
    "reconciliation_caption": (
        "Gemeten en gepubliceerde cijfers over {year}",
        "Measured and published numbers for {year}",
    ),
    "reconciliation_summary": ("{year}: {agrees} van {count} gelijk", "{year}: {agrees} of {count} agree"),
    "no_reconciliation": (
        "Over deze jaren zijn geen cijfers gepubliceerd.",
        "No numbers were published for these years.",
    ),
    "measure": ("Cijfer", "Measure"),
    "measured": ("Gemeten", "Measured"),
    "published": ("Gepubliceerd", "Published"),
    "difference": ("Verschil", "Difference"),
    "source": ("Bron", "Source"),
    "agrees": ("Gelijk", "Agrees"),
    "differs": ("Wijkt af", "Differs"),
    "not_measured": ("Niet te meten", "Not measurable"),
    "withheld": ("Geheim", "Confidential"),
    # Changes
    "s_changes": ("Verschillen met de huidige publicatie", "Differences with the current release"),
    "no_current": ("Er is nog geen publicatie.", "There is no published release yet."),
    "no_changes": (
        "Geen gepubliceerd cijfer is gewijzigd ten opzichte van publicatie {release}.",
        "No published figure changed compared with release {release}.",
    ),
    "changes_text_1": (
        "1 cijfer is gewijzigd ten opzichte van publicatie {release}.",
        "1 figure changed compared with release {release}.",
    ),
    "changes_text_n": (
        "{count} cijfers zijn gewijzigd ten opzichte van publicatie {release}. Tabel 1 staat bovenaan; in elke tabel "
        "staat de grootste relatieve wijziging eerst.",
        "{count} figures changed compared with release {release}. Table 1 comes first; in each table the largest "
        "relative change comes first.",
    ),
    "changes_withheld": (
        "Veranderingen van geheime cijfers staan er niet bij.",
        "Changes of confidential figures are left out.",
    ),
    "added_h": ("Nieuw", "New"),
    "added_caption": (
        "Cijfers die de huidige publicatie niet heeft",
        "Figures that the current release does not have",
    ),
    "added": ("Nieuw", "New"),
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
    "s_reference": ("Eigen lijsten", "Own lists"),
    "reference_caption": (
        "Lijsten van deze organisatie en wat er anders aan is",
        "Lists of this organisation and what they change",
    ),
    "list": ("Lijst", "List"),
    "list_changes": ("Wat er anders is", "What is different"),
    "list_same": ("Niets: gelijk aan de lijst van het programma.", "Nothing: the same as the list of the program."),
}


@dataclass(frozen=True, slots=True)
class Words(language.Words):
    """The words and numbers of the report in one language."""

    texts = WORDS
