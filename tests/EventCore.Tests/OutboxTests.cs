using System.Net;
using Xunit;

namespace TicketBooking.EventCore.Tests;

/// <summary>State and message leave together: what cannot be announced did not happen.</summary>
public sealed class OutboxTests(EventCoreApp app) : IClassFixture<EventCoreApp>
{
    [Fact]
    public async Task Without_an_outbox_nothing_is_created_and_nothing_changes()
    {
        var user = await app.Http.RegisterAsync();
        var venueId = await app.Http.CreateVenueAsync(user);
        var id = (await app.Http.CreateEventAsync(user)).GetProperty("id").GetGuid();
        await using (var drop = app.Database.DataSource.CreateCommand("DROP TABLE tbl_event_outbox"))
        {
            await drop.ExecuteNonQueryAsync();
        }

        using var create = await app.Http.SendAsync(HttpMethod.Post, "/api/v1/event/create", user, Api.Event(venueId));
        using var patch = await app.Http.PatchEventAsync(user, id, new { title = "Other" });

        await create.ProblemAsync(HttpStatusCode.InternalServerError, "internal-error");
        await patch.ProblemAsync(HttpStatusCode.InternalServerError, "internal-error");
        Assert.Equal(0L, await app.CountAsync("SELECT count(*) FROM tbl_event WHERE venue_id = $1", venueId));
        Assert.Equal(1L, await app.CountAsync("SELECT count(*) FROM tbl_event WHERE id = $1 AND version = 1 AND title = 'Concert'", id));
    }
}
