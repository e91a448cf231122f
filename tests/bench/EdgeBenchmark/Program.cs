using System.CommandLine;
using TicketBooking.EdgeBenchmark.Door;
using TicketBooking.EdgeBenchmark.Fuzz;
using TicketBooking.EdgeBenchmark.Hostile;
using TicketBooking.EdgeBenchmark.Live;

const int NotUnderstood = 2;

var parsed = new RootCommand("Measures the edge of a running local system, from outside and on the same machine.")
{
    DoorOptions.Command("gateway", "What the way through gateway and sidecar costs; needs a system with Limits__Scale=100000", GatewayCommand.RunAsync),
    DoorOptions.Command("limiter", "How many requests of one address are refused; needs the limits as they are and Gateway__TrustedProxies__0=127.0.0.0/8", LimiterCommand.RunAsync),
    LiveOptions.Command("live", "How soon a hold is seen by those who watch; needs a system with Limits__Scale=100000 and Buyers__BookingsOfAnEvent=100000", LiveCommand.RunAsync),
    HostileOptions.Command("hostile", "What users get while one machine attacks; needs the limits as they are", HostileCommand.RunAsync),
    AttackCommand.New(),
    FuzzCommand.New(),
}.Parse(args);
var code = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? NotUnderstood : code;
