using TicketBooking.Postgres;
using TicketBooking.Seats.Data;
using TicketBooking.Testing;
using Xunit;

namespace TicketBooking.Seats.Tests.Projection;

public sealed class SeatStatisticsTests(TestSeats seats) : IClassFixture<TestSeats>
{
    [Fact]
    public async Task A_big_event_is_in_the_statistics_soon_after_its_commit()
    {
        await seats.AcceptAsync(Sample.Event(Sample.Section("Stalls", 50, 100)));

        await Eventually.EqualsAsync(0L, () => seats.CountAsync("SELECT count(*) FROM tbl_unanalysed_event"));
        Assert.Equal(3, await seats.CountAsync("SELECT count(*) FROM pg_stats WHERE tablename = 'tbl_seat' AND attname IN ('event_id', 'position', 'status')"));
    }

    [Fact]
    public async Task A_small_event_is_left_to_autovacuum()
    {
        await using var database = await SeatsDatabase.CreateAsync();

        await SeatsDatabase.FillAsync(database.DataSource, Sample.Event(Sample.Section("Stalls", 49, 100)));

        Assert.Empty(await SeatStatistics.ListUnanalysedAsync(database.DataSource, CancellationToken.None));
    }

    [Fact]
    public async Task No_instance_waits_for_an_analysis_that_runs_and_the_events_stay_marked()
    {
        await using var database = await SeatsDatabase.CreateAsync();
        var id = await SeatsDatabase.FillAsync(database.DataSource, Sample.Event(Sample.Section("Stalls", 50, 100)));
        await using (var other = await database.DataSource.OpenConnectionAsync())
        {
            await using var transaction = await other.BeginTransactionAsync();
            await transaction.Command("LOCK TABLE tbl_seat IN SHARE UPDATE EXCLUSIVE MODE").RunAsync(CancellationToken.None);

            Assert.False(await SeatStatistics.TryAnalyseAsync(database.DataSource, [id], CancellationToken.None));
        }

        Assert.Equal([id], await SeatStatistics.ListUnanalysedAsync(database.DataSource, CancellationToken.None));
        Assert.True(await SeatStatistics.TryAnalyseAsync(database.DataSource, [id], CancellationToken.None));
        Assert.Empty(await SeatStatistics.ListUnanalysedAsync(database.DataSource, CancellationToken.None));
    }
}
