"""Every word of the index page: name -> (Dutch, English)."""

from __future__ import annotations

from dataclasses import dataclass

from flows.pages.kit import language
from flows.pages.kit.language import COMMON

WORDS: language.Texts = {
    **COMMON,
    # The page
    "subject": ("Banenafspraak {year}", "Jobs agreement {year}"),
    "kind": ("Cijfers en tabellen", "Figures and tables"),
    "page_description": (
        "Uitkomsten van de meting van de banenafspraak over {year}: extra banen voor mensen met een arbeidsbeperking, "
        "als tabellen in open formaten.",
        "Results of the measurement of the jobs agreement for {year}: extra jobs for people with a work disability, as "
        "tables in open formats.",
    ),
    "keywords": (
        "banenafspraak, arbeidsparticipatie, arbeidsbeperking, doelgroepregister, quotum",
        "jobs agreement, banenafspraak, labour participation, work disability, quota",
    ),
    "area": ("Nederland", "The Netherlands"),
    "synthetic_suffix": ("synthetische gegevens", "synthetic data"),
    "synthetic_text": (
        "Geen echte personen, werkgevers of uitkomsten. Niet gebruiken als cijfer over de banenafspraak.",
        "No real people, employers or results. Not to be used as a figure on the jobs agreement.",
    ),
    "trial_text": (
        "Besluiten zijn zonder handtekening vastgelegd, of door één persoon genomen.",
        "Decisions were recorded without a signature, or made by one person.",
    ),
    "footer": (
        "Een streepje (–) betekent: niet gemeten, niet openbaar of niet van toepassing.",
        "A dash (–) means: not measured, not public, or not applicable.",
    ),
    # The result
    "s_result": ("Resultaat", "Result"),
    "s_further": ("Toelichting", "Explanation"),
    "factsheet": ("Factsheet", "Factsheet"),
    "factsheet_text": (
        "het resultaat op twee pagina’s, met de ontwikkeling, de overheidssectoren en de onzekerheid.",
        "the result on two pages, with the development, the government sub-sectors and the uncertainty.",
    ),
    "factsheet_pdf": ("Factsheet als PDF", "Factsheet as PDF"),
    "quality_report": ("Kwaliteitsrapport", "Quality report"),
    "quality_text": (
        "hoe de cijfers zijn gemaakt, hoe betrouwbaar en vergelijkbaar ze zijn, en wat geheim is.",
        "how the figures were made, how reliable and comparable they are, and what is confidential.",
    ),
    # The tables
    "s_tables": ("Tabellen", "Tables"),
    "tables_text": (
        "Elke tabel heeft alle gemeten jaren, met dezelfde cijfers in elk formaat. CSV (Nederlands) is voor een "
        "Nederlandse spreadsheet. De naam onder een titel is die van het bestand.",
        "Each table has all measured years, with the same figures in every format. CSV (Dutch) is for a spreadsheet "
        "with Dutch settings. The name below a title is that of the file.",
    ),
    "csv_nl": ("CSV (Nederlands)", "CSV (Dutch)"),
    "csv": ("CSV", "CSV"),
    "parquet": ("Parquet", "Parquet"),
    "sav": ("SPSS", "SPSS"),
    "sdmx": ("SDMX-CSV", "SDMX-CSV"),
    "odata": ("OData", "OData"),
    # How to read it
    "s_routes": ("Zo leest u de gegevens", "How to read the data"),
    "routes_text": (
        "De voorbeelden werken in een kopie van deze map. Kies totalen of delen voordat u optelt: rijen met totalen "
        "zijn gemerkt in de kolom is_total. Een lege cel is niet nul; de kolom met _status ernaast zegt waarom hij "
        "leeg is. Banen zijn uren, geen personen.",
        "The examples work in a copy of this folder. Choose totals or parts before you sum: rows of totals are marked "
        "in the column is_total. An empty cell is not zero; the column with _status beside it says why it is empty. "
        "Jobs are hours, not people.",
    ),
    "tool_excel": ("Excel en LibreOffice", "Excel and LibreOffice"),
    "route_excel": (
        "Open banenafspraak.xlsx: een leeswijzer, een blad per tabel met een label bij elke code, en de codelijsten. "
        "Eén tabel: dubbelklik op het bestand in csv_nl. De bestanden in csv zijn voor programma’s; een Nederlandse "
        "spreadsheet leest ze verkeerd.",
        "Open banenafspraak.xlsx: a reading guide, one sheet per table with a label beside every code, and the code "
        "lists. One table: double-click the file in csv_nl, which is for Dutch settings. The files in csv are for "
        "programs.",
    ),
    "tool_power_bi": ("Power BI", "Power BI"),
    "route_power_bi": (
        "Kies Gegevens ophalen, dan Parquet, en wijs het bestand van een tabel in de map parquet aan, of geef het "
        "webadres ervan. Koppel codes op de kolommen dimension en code voor de namen, en filter op is_total voordat u "
        "optelt.",
        "Choose Get data, then Parquet, and point at the file of a table in the folder parquet, or give its web "
        "address. Relate codes by its columns dimension and code for names, and filter on is_total before you sum.",
    ),
    "tool_duckdb": ("DuckDB", "DuckDB"),
    "route_duckdb": (
        "marts.duckdb heeft elke tabel, met fact_ ervoor zonder totaalrijen en met nl_ ervoor met Nederlandse titels "
        "en namen. Voor elk jaar telt dit op tot het officiële cijfer, op afronding na:",
        "marts.duckdb has every table, with fact_ before its name without rows of totals, and with nl_ before it with "
        "Dutch titles and names. For each year this sums to the official figure, up to rounding:",
    ),
    "tool_python": ("Python", "Python"),
    "route_python": ("Met pandas (polars leest hetzelfde bestand):", "With pandas (polars reads the same file):"),
    "tool_r": ("R", "R"),
    "route_r": ("Met arrow:", "With arrow:"),
    # The files
    "s_files": ("Bestanden over alle tabellen", "Files about all tables"),
    "file_workbook": ("alle tabellen in één werkmap", "all tables in one workbook"),
    "file_database": ("alle tabellen in één database van DuckDB", "all tables in one DuckDB database"),
    "file_odata": (
        "de tabellen als OData, zoals het statistiekbureau ze aanbiedt",
        "the tables as OData, as the statistics office offers them",
    ),
    "file_sdmx": ("de structuren van SDMX 3.0", "the structures of SDMX 3.0"),
    "file_package": (
        "elk bestand met zijn kolommen, omvang en SHA-256 (Data Package)",
        "every file with its columns, size and SHA-256 (Data Package)",
    ),
    "file_catalog": ("de catalogus volgens DCAT-AP-NL 3 (Turtle)", "the catalogue after DCAT-AP-NL 3 (Turtle)"),
    "file_catalog_json": ("dezelfde catalogus (JSON-LD)", "the same catalogue (JSON-LD)"),
    "file_manifest": (
        "het SHA-256 van elk bestand dat is goedgekeurd",
        "the SHA-256 of every file that was approved",
    ),
    # About
    "s_about": ("Over deze publicatie", "About this release"),
    "program": ("Programma", "Program"),
    "rule_set": ("Regels", "Rules"),
}


@dataclass(frozen=True, slots=True)
class Words(language.Words):
    """The words and numbers of the index page in one language."""

    texts = WORDS
