using System.CommandLine;
using System.Globalization;
using Npgsql;
using Spectre.Console;
using TicketBooking.Booking.Data;
using TicketBooking.Booking.Payments;
using TicketBooking.Platform;

namespace TicketBooking.Booking.Reconciliation;

/// <summary>
/// <c>refunds list | resume BOOKING… | resume --all</c>: what an operator does with blocked refunds. Exit code: 0 done, 1 a booking has none,
/// 2 not done.
/// </summary>
internal sealed class RefundsCommand : Command
{
    private const int Done = 0;
    private const int NotFound = 1;
    private const int Most = 1000;

    private readonly IServiceProvider _services;

    private readonly Argument<Guid[]> _bookings =
        new("BOOKING") { Description = "Ids of bookings, as list prints them", Arity = ArgumentArity.ZeroOrMore };

    private readonly Option<bool> _all = new("--all") { Description = $"Every blocked refund, the oldest {Most}" };

    public RefundsCommand(IServiceProvider services)
        : base("refunds", "Shows refunds that the provider refuses or that have failed too often, and resumes them.")
    {
        _services = services;
        var list = new Command("list", $"Lists blocked refunds, the oldest {Most}.");
        list.SetAction((_, cancellationToken) => ListAsync(cancellationToken));
        var resume = new Command("resume", "Makes blocked refunds due at once; a running instance makes them within its sweep interval.") { _bookings, _all };
        resume.Validators.Add(given =>
        {
            if (given.GetValue(_all) == given.GetValue(_bookings) is { Length: > 0 })
            {
                given.AddError("Give either bookings or --all.");
            }
        });
        resume.SetAction((parsed, cancellationToken) => ResumeAsync(parsed.GetValue(_all) ? null : parsed.GetValue(_bookings), cancellationToken));
        Add(list);
        Add(resume);
    }

    private NpgsqlDataSource Database => _services.GetRequiredService<NpgsqlDataSource>();

    private async Task<int> ListAsync(CancellationToken cancellationToken)
    {
        var table = OperatorTable.New("BOOKING", "INTENT", "OWED", "SINCE", "REASON");
        foreach (var refund in await RefundTable.BlockedAsync(Database, bookingId: null, Most, cancellationToken))
        {
            table.AddRow(
                new Text($"{refund.BookingId}"),
                new Text(refund.IntentId ?? ""),
                new Text(string.Create(CultureInfo.InvariantCulture, $"{refund.OwedMinor} {refund.Currency}")),
                new Text($"{refund.Since:u}"),
                new Text(refund.Reason));
        }

        var (owed, blocked) = await RefundTable.CountAsync(Database, cancellationToken);
        table.WriteTo(AnsiConsole.Console);
        AnsiConsole.WriteLine($"{owed} owed or under way, {blocked} blocked.");
        return Done;
    }

    private async Task<int> ResumeAsync(IReadOnlyList<Guid>? bookings, CancellationToken cancellationToken)
    {
        var (resumed, without) = (0, 0);
        foreach (var booking in bookings is null ? [null] : bookings.Select(id => (Guid?)id))
        {
            var blocked = await RefundTable.BlockedAsync(Database, booking, Most, cancellationToken);
            without += blocked.Count == 0 && booking is not null ? 1 : 0;
            foreach (var refund in blocked)
            {
                resumed += await _services.GetRequiredService<RefundLedger>().ResumeAsync(refund.AttemptId, cancellationToken) ? 1 : 0;
            }
        }

        Console.WriteLine($"{resumed} refunds are due now.");
        return without == 0 ? Done : NotFound;
    }
}
