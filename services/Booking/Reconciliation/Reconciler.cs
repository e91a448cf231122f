namespace TicketBooking.Booking.Reconciliation;

/// <summary>How to reconcile.</summary>
/// <param name="Since">Intents made before this are not looked at.</param>
/// <param name="SettleTime">How long a difference must last to be a finding.</param>
/// <param name="MayRepair">False only compares.</param>
internal sealed record ReconcileOptions(DateTimeOffset Since, TimeSpan SettleTime, bool MayRepair);

/// <summary>A finding and what was done about it.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="IsRepaired">Whether it was repaired.</param>
/// <param name="Action">The same in words.</param>
internal sealed record Reconciled(Finding Finding, bool IsRepaired, string Action);

/// <summary>
/// Compares bookings, claims, attempts, workflows and the provider's intents, and repairs what has one right answer. Bookings change all
/// the time: a finding is a difference that is still there at a second look.
/// </summary>
internal sealed class Reconciler(BookingComparison bookings, WorkflowComparison workflows, ProviderComparison provider, TimeProvider clock)
{
    public async Task<List<Reconciled>> RunAsync(ReconcileOptions options, CancellationToken cancellationToken)
    {
        List<Reconciled> results = [];
        foreach (var finding in await FindTwiceAsync(options, cancellationToken))
        {
            results.Add(await RepairAsync(finding, options.MayRepair, cancellationToken));
        }

        return results;
    }

    private async Task<IEnumerable<Finding>> FindTwiceAsync(ReconcileOptions options, CancellationToken cancellationToken)
    {
        var first = (await FindAsync(options.Since, cancellationToken)).Select(finding => finding.Key).ToHashSet();
        if (first.Count == 0)
        {
            return [];
        }

        await Task.Delay(options.SettleTime, clock, cancellationToken);
        return (await FindAsync(options.Since, cancellationToken)).Where(finding => first.Contains(finding.Key));
    }

    private async Task<IEnumerable<Finding>> FindAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
    [
        .. await provider.FindAsync(since, cancellationToken),
        .. await workflows.FindAsync(cancellationToken),
        .. await bookings.FindAsync(cancellationToken),
    ];

    private static async Task<Reconciled> RepairAsync(Finding finding, bool mayRepair, CancellationToken cancellationToken)
    {
        if (finding.Repair is not { } repair)
        {
            return new(finding, false, "needs a decision");
        }

        if (!mayRepair)
        {
            return new(finding, false, "can be repaired");
        }

        try
        {
            await repair(cancellationToken);
            return new(finding, true, "repaired");
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new(finding, false, $"not repaired: {exception.Message}");
        }
    }
}
