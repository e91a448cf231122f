using System.CommandLine;
using TicketBooking.SearchBenchmark;

const int NotUnderstood = 2;

var events = new Option<int>("--events") { Description = "Events to fill", DefaultValueFactory = _ => 100_000 };
var runs = new Option<int>("--runs") { Description = "Searches of each kind, once on one connection and once on eight", DefaultValueFactory = _ => 500 };
var command = new RootCommand("Measures how fast Search fills and searches PostgreSQL, against a plain read of the same database.") { events, runs };
command.SetAction((parsed, _) => SearchCommand.RunAsync(parsed.GetValue(events), parsed.GetValue(runs)));
var parsed = command.Parse(args);
var code = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? NotUnderstood : code;
