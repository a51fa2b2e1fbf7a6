# The day in simmer: an environment for each station, people from a data frame, no function of R
# called while the clock runs.
#
# Rscript simmer_day.R FORM DAYS SEED, where FORM is 'a calendar a station'. Needs simmer 4.4 or later.

options(digits = 15)
suppressPackageStartupMessages(library(simmer))

hours <- c(0, 2, 6, 9, 12)
intensity <- c(0.5, 1.5, 0.5, 1.5, 0.5)
before <- c(0, cumsum(diff(hours) * (head(intensity, -1) + tail(intensity, -1)) / 2))
before <- before / tail(before, 1)
sigma <- sqrt(log1p(0.25))
mu <- log(180) - sigma^2 / 2

people <- function() {
  number <- rbinom(1, 1000, 0.7)
  level <- runif(number)
  at <- findInterval(level, before, rightmost.closed = TRUE)
  y0 <- intensity[at]
  y1 <- intensity[at + 1]
  part <- (level - before[at]) / (before[at + 1] - before[at])
  now <- sqrt(y0^2 + part * (y1^2 - y0^2))
  arrives <- hours[at] + (hours[at + 1] - hours[at]) * (now - y0) / (y1 - y0)
  data.frame(time = sort(3600 * arrives), service = rlnorm(number, mu, sigma))
}

voter <- trajectory() |>
  seize("booth") |>
  timeout_from_attribute("service") |>
  release("booth")

play <- function() {
  env <- simmer() |>
    add_resource("booth", 4) |>
    add_dataframe("voter", voter, people(),
      mon = 1, col_time = "time", time = "absolute", col_attributes = "service"
    )
  run(env)
  seen <- get_mon_arrivals(env)
  seen$end_time - seen$start_time - seen$activity_time
}

words <- commandArgs(trailingOnly = TRUE)
days <- as.integer(words[2])
set.seed(as.integer(words[3]))
invisible(play())
ballots <- waits <- numeric(days)
start <- sum(proc.time()[c("user.self", "sys.self")])
for (day in seq_len(days)) {
  each <- unlist(lapply(seq_len(100), function(station) play()))
  ballots[day] <- length(each)
  waits[day] <- mean(each)
}
spent <- sum(proc.time()[c("user.self", "sys.self")]) - start
cat("simmer", words[1], as.character(packageVersion("simmer")), days,
  format(1e9 * spent, scientific = FALSE),
  sum(ballots), sum(ballots^2), sum(waits), sum(waits^2), sep = "\t"
)
cat("\n")
