# Table 1 of a release with R alone, no packages: extra jobs by sector and form for its latest year, and their totals.
#
#     Rscript examples/table1.R published/current

release <- commandArgs(trailingOnly = TRUE)[1]

# Codes are texts, also those that look like numbers (regions are 01 to 35); an empty cell is NA, never 0.
read_mart <- function(name, texts) {
  path <- file.path(release, "csv", paste0(name, ".csv"))
  classes <- setNames(rep("character", length(texts)), texts)
  read.csv(path, encoding = "UTF-8", na.strings = "", colClasses = classes)
}

rows <- read_mart("realisation", c("sector", "form"))
codes <- read_mart("codes", c("dimension", "code", "title_nl"))

# Of a column of codes the Dutch label, and the place in its list.
of_codes <- function(values, column, what) {
  list_of <- codes[codes$dimension == column, ]
  list_of[[what]][match(values, list_of$code)]
}

# Nothing is summed: totals are rows, and each row is rounded by itself.
latest <- rows[rows$year == max(rows$year), ]
latest <- latest[order(of_codes(latest$sector, "sector", "sort"), of_codes(latest$form, "form", "sort")), ]
table_1 <- data.frame(
  year = latest$year,
  sector = of_codes(latest$sector, "sector", "title_nl"),
  form = of_codes(latest$form, "form", "title_nl"),
  extra_jobs = latest$extra_jobs
)
write.table(table_1, sep = "\t", quote = FALSE, row.names = FALSE)
