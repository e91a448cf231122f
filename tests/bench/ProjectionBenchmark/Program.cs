using System.CommandLine;
using TicketBooking.ProjectionBenchmark;

const int NotUnderstood = 2;

var seconds = new Option<int>("--seconds") { Description = "How long each measurement takes", DefaultValueFactory = _ => 10 };
var command = new RootCommand("Measures how fast Seats applies Booking's messages to one event, against a plain UPDATE of the same seats.") { seconds };
command.SetAction(parsed => ProjectionCommand.RunAsync(TimeSpan.FromSeconds(parsed.GetValue(seconds))));
var parsed = command.Parse(args);
var code = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? NotUnderstood : code;
