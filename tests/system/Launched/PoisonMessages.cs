using System.Diagnostics;
using System.Text.Json;
using System.Text;
using TicketBooking.Contracts;
using TicketBooking.SystemHarness;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Launched;

/// <summary>
/// Bad messages are published to every partition of every topic. The next good one must not wait for them: without a key the embedded
/// sidecar uses one partition after the other.
/// </summary>
[Collection(nameof(LaunchedCollection))]
public sealed class PoisonMessages(LocalSystem system)
{
    private const int Partitions = 8;

    /// <summary>Far less than one retry of a sidecar; a healthy system needs a tenth of it.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    private static readonly string[] Topics =
        [Contracts.Topics.EventOutbox, Contracts.Topics.BookingOutbox, Contracts.Topics.SeatOutbox];

    public static TheoryData<string> Kinds => [.. Poison.Keys];

    private static readonly Dictionary<string, Func<string, byte[]>> Poison = new(StringComparer.Ordinal)
    {
        ["tombstone"] = _ => "null"u8.ToArray(),
        ["empty"] = _ => [],
        ["rubbish bytes"] = _ => [0xFF, 0x00, 0xFE, 0x80],
        ["text"] = _ => "\"text\""u8.ToArray(),
        ["array"] = _ => "[]"u8.ToArray(),
        ["number"] = _ => "7"u8.ToArray(),
        ["empty object"] = _ => "{}"u8.ToArray(),
        ["heartbeat"] = _ => """{"ts_ms":1795653898731}"""u8.ToArray(),
        ["delete"] = _ => """{"before":{},"after":null,"op":"d","ts_ms":1}"""u8.ToArray(),
        ["unknown type"] = _ => Change("{}", "something.else"),
        ["payload not JSON"] = topic => Change("not JSON", TypeOn(topic)),
        ["empty payload"] = topic => Change("", TypeOn(topic)),
        ["unknown event or seat"] = topic => Change(Unknown(topic, seats: 1), TypeOn(topic)),
        ["schema envelope"] = topic => Encoding.UTF8.GetBytes(
            $$"""{"schema":{"type":"struct"},"payload":{{Encoding.UTF8.GetString(Change(Unknown(topic, seats: 1), TypeOn(topic)))}}}"""),
        ["900 KB"] = topic => Change(Unknown(topic, seats: 7_000), TypeOn(topic)),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_next_good_message_is_applied_at_once(string kind)
    {
        var organiser = await Organiser.RegisterAsync(system);
        var buyer = await PayingBuyer.RegisterAsync(system);
        var eventId = await organiser.CreateEventAsync();
        await organiser.UntilGeneratedAsync(eventId);

        foreach (var topic in Topics)
        {
            for (var partition = 0; partition < Partitions; partition++)
            {
                await system.PublishAsync(topic, Poison[kind](topic));
            }
        }

        var watch = Stopwatch.StartNew();
        await buyer.HoldSeatsAsync(eventId, "A1");
        await buyer.UntilSeatIsAsync(eventId, "A1", "HELD");
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Soon);

        watch.Restart();
        await organiser.UntilGeneratedAsync(await organiser.CreateEventAsync());
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Soon);
    }

    [Fact]
    public async Task What_cannot_be_read_is_listed_for_an_operator_and_can_be_given_up()
    {
        var marker = $"rubbish-{Guid.CreateVersion7()}";
        await system.PublishAsync(Contracts.Topics.BookingOutbox, Encoding.UTF8.GetBytes(marker));
        await Eventually.IsTrueAsync(async () => (await FindDeadAsync(marker)).Length > 0);

        await system.CommandAsync("run", "seats", "messages", "give-up", (await FindDeadAsync(marker)).Single());

        Assert.Empty(await FindDeadAsync(marker));
    }

    /// <summary>The numbers of dead messages of Seats with this body.</summary>
    private async Task<string[]> FindDeadAsync(string body)
    {
        var found = new List<string>();
        foreach (var line in (await system.CommandAsync("run", "seats", "messages", "list")).Split('\n').Where(line => line.Contains("event.deadletter.seats")))
        {
            var id = line.Trim().Split(' ')[0];
            if ((await system.CommandAsync("run", "seats", "messages", "show", id)).Contains(body, StringComparison.Ordinal))
            {
                found.Add(id);
            }
        }

        return [.. found];
    }

    private static byte[] Change(string payload, string type) => Encoding.UTF8.GetBytes(OutboxRow.ChangeOf(payload, type));

    private static string TypeOn(string topic) => topic switch
    {
        Contracts.Topics.EventOutbox => MessageTypes.EventUpdated,
        Contracts.Topics.BookingOutbox => MessageTypes.BookingChanged,
        _ => MessageTypes.SeatsGenerated,
    };

    /// <summary>A message that is well formed, about what no service knows.</summary>
    private static string Unknown(string topic, int seats) => topic switch
    {
        Contracts.Topics.EventOutbox => JsonSerializer.Serialize(Sample.Event(), ContractsJson.Default.EventMessage),
        Contracts.Topics.BookingOutbox => JsonSerializer.Serialize(
            new BookingMessage(
                Guid.CreateVersion7(),
                Guid.CreateVersion7(),
                "HELD",
                [.. Enumerable.Range(0, seats).Select(n => new SeatChange(Guid.CreateVersion7(), $"A{n}", SeatStatuses.Held, 1))],
                DateTimeOffset.UnixEpoch),
            ContractsJson.Default.BookingMessage),
        _ => JsonSerializer.Serialize(new SeatsGeneratedMessage(Guid.CreateVersion7(), 10), ContractsJson.Default.SeatsGeneratedMessage),
    };
}
