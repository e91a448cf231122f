using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using TicketBooking.Contracts;
using TicketBooking.Testing;
using Xunit;
using static TicketBooking.Contracts.SeatStatuses;

namespace TicketBooking.Gateway.Tests.Live;

public sealed class StreamTests : IAsyncLifetime
{
    private LiveGateway _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await LiveGateway.StartAsync();

    public async ValueTask DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task S2_5_the_stream_is_exactly_this_and_names_no_buyer()
    {
        _gateway.Seats.Change(("A1", Booked), ("A2", Held));
        using var stream = await _gateway.OpenAsync();

        var snapshot = await stream.NextAsync();
        await _gateway.TellAsync(("A2", Available), ("A3", Held));
        var changes = await stream.NextAsync();

        Assert.Equal(
            ("snapshot", "1", $$"""{"eventId":"{{_gateway.Seats.EventId}}","seq":1,"held":["A2"],"booked":["A1"]}"""),
            (snapshot.Name, snapshot.Id, snapshot.Data));
        Assert.Equal(
            ("seats", "2", """{"seq":2,"changes":[{"seatNumber":"A2","status":"AVAILABLE"},{"seatNumber":"A3","status":"HELD"}]}"""),
            (changes.Name, changes.Id, changes.Data));
    }

    [Fact]
    public async Task A_message_of_the_feed_may_bring_several_batches()
    {
        using var stream = await _gateway.OpenAsync();
        await stream.NextAsync();
        var (first, second, third) = (_gateway.Seats.Change(("A1", Held)), _gateway.Seats.Change(("A2", Held)), _gateway.Seats.Change(("A1", Booked)));
        var reads = _gateway.Seats.Reads;

        using var answer = await SeatsDouble.DeliverAsync(
            _gateway.Client, new { data = new SeatFeedMessage(_gateway.Seats.EventId, third.Seq, third.Changes, [first, second]) });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var changes = await stream.NextAsync();
        Assert.Equal(
            ("3", """{"seq":3,"changes":[{"seatNumber":"A1","status":"BOOKED"},{"seatNumber":"A2","status":"HELD"}]}"""), (changes.Id, changes.Data));
        Assert.Equal(reads, _gateway.Seats.Reads);
    }

    [Fact]
    public async Task Nothing_on_the_way_may_keep_a_frame_back()
    {
        using var stream = await _gateway.OpenAsync();

        Assert.Equal("text/event-stream", stream.Answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("no", stream.Answer.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.True(stream.Answer.Headers.CacheControl!.NoStore);
        Assert.Empty(stream.Answer.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task HEAD_of_a_stream_answers_its_head_and_is_no_listener()
    {
        await using var gateway = await LiveGateway.StartAsync(("Live:MaxListenersPerNetwork", "1"));
        using var watched = await gateway.OpenAsync();
        foreach (var (eventId, status) in new[] { (gateway.Seats.EventId, HttpStatusCode.OK), (Guid.CreateVersion7(), HttpStatusCode.NotFound) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, $"/sse/events/{eventId}/seats");

            using var answer = await gateway.Client.SendAsync(request);

            Assert.Equal(status, answer.StatusCode);
            Assert.Equal(status == HttpStatusCode.OK, answer.Content.Headers.ContentType?.MediaType == "text/event-stream");
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task The_second_seeds_path_is_the_same_stream()
    {
        using var stream = await SseStream.OpenAsync(_gateway.Client, _gateway.Seats.EventId, path: $"/sse/events/{_gateway.Seats.EventId}/seats");

        Assert.Equal("snapshot", (await stream.NextAsync()).Name);
    }

    [Fact]
    public async Task S2_7_the_second_seeds_snapshot_names_held_and_booked_seats()
    {
        _gateway.Seats.Change(("A1", Booked), ("A2", Held));

        var snapshot = await _gateway.Client.GetFromJsonAsync<JsonElement>($"/bookings/events/{_gateway.Seats.EventId}/snapshot");

        Assert.Equal(
            $$"""{"eventId":"{{_gateway.Seats.EventId}}","seq":1,"held":["A2"],"booked":["A1"]}""", snapshot.GetRawText());
    }

    [Fact]
    public async Task S2_10_a_listener_that_comes_back_gets_what_was_missed_once()
    {
        _gateway.Seats.Change(("A1", Held));
        using (var first = await _gateway.OpenAsync())
        {
            await first.NextAsync();
        }

        using var other = await _gateway.OpenAsync(); // keeps the event watched
        await _gateway.TellAsync(("A1", Booked));
        await _gateway.TellAsync(("A2", Held));
        await other.UntilSeqAsync(3);

        using var back = await _gateway.OpenAsync(lastEventId: "1");
        var missed = await back.NextAsync();
        await _gateway.TellAsync(("A2", Available));
        var next = await back.NextAsync();

        Assert.Equal(
            """{"seq":3,"changes":[{"seatNumber":"A1","status":"BOOKED"},{"seatNumber":"A2","status":"HELD"}]}""", missed.Data);
        Assert.Equal("""{"seq":4,"changes":[{"seatNumber":"A2","status":"AVAILABLE"}]}""", next.Data);
    }

    [Fact]
    public async Task A_listener_that_missed_nothing_gets_no_event_until_there_is_one()
    {
        _gateway.Seats.Change(("A1", Held));
        using var back = await _gateway.OpenAsync(lastEventId: "1");

        Assert.Null((await back.NextOfAnyKindAsync())!.Name);
        await _gateway.TellAsync(("A1", Booked));

        Assert.Equal("""{"seq":2,"changes":[{"seatNumber":"A1","status":"BOOKED"}]}""", (await back.NextAsync()).Data);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("99")]
    [InlineData("-1")]
    [InlineData("an id of another system")]
    [InlineData("9223372036854775807")]
    public async Task A_last_id_that_is_too_old_or_never_was_gets_a_fresh_snapshot(string lastEventId)
    {
        _gateway.Seats.History = 2;
        for (var n = 0; n < 5; n++)
        {
            _gateway.Seats.Change(("A1", n % 2 == 0 ? Held : Available));
        }

        using var stream = await _gateway.OpenAsync(lastEventId);

        var first = await stream.NextAsync();
        Assert.Equal(("snapshot", "5"), (first.Name, first.Id));
    }

    [Fact]
    public async Task A_listener_from_a_gateway_that_is_ahead_is_never_taken_back()
    {
        using var other = await _gateway.OpenAsync();
        await other.NextAsync();
        _gateway.Seats.Change(("A1", Held));
        _gateway.Seats.Change(("A2", Held));

        // Another gateway has shown 1 and 2 already, this one has heard of neither.
        using var back = await _gateway.OpenAsync(lastEventId: "1");

        Assert.Equal("""{"seq":2,"changes":[{"seatNumber":"A2","status":"HELD"}]}""", (await back.NextAsync()).Data);
    }

    [Fact]
    public async Task Duplicates_are_not_shown_and_what_overtook_something_waits_for_it()
    {
        using var stream = await _gateway.OpenAsync();
        await stream.NextAsync();
        var (one, two) = (_gateway.Seats.Change(("A1", Held)), _gateway.Seats.Change(("A1", Booked)));

        await _gateway.Seats.TellAsync(_gateway.Client, two);
        await _gateway.Seats.TellAsync(_gateway.Client, one);
        await _gateway.Seats.TellAsync(_gateway.Client, two);
        var events = await stream.UntilSeqAsync(2);
        await _gateway.TellAsync(("A3", Held));
        events.AddRange(await stream.UntilSeqAsync(3));

        var changes = events.SelectMany(e => e.Json.GetProperty("changes").EnumerateArray()).Select(c => c.ToString()).ToList();
        Assert.Equal(changes.Distinct(), changes);
        Assert.Equal("""{"seatNumber":"A1","status":"BOOKED"}""", changes.Last(c => c.Contains("A1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_lost_message_is_read_as_soon_as_a_later_one_shows_the_gap()
    {
        using var stream = await _gateway.OpenAsync();
        await stream.NextAsync();
        _gateway.Seats.Change(("A1", Held)); // lost

        await _gateway.TellAsync(("A2", Held));

        Assert.Equal(
            ["A1", "A2"],
            (await stream.UntilSeqAsync(2)).SelectMany(e => e.Json.GetProperty("changes").EnumerateArray()).Select(c => c.GetProperty("seatNumber").GetString()));
        Assert.Equal(1, _gateway.Counted("gateway.live.gaps_healed"));
    }

    [Fact]
    public async Task A_lost_last_message_is_found_although_no_other_follows()
    {
        using var stream = await _gateway.OpenAsync();
        await stream.NextAsync();

        _gateway.Seats.Change(("A1", Held)); // lost

        Assert.Equal("""{"seq":1,"changes":[{"seatNumber":"A1","status":"HELD"}]}""", (await stream.NextAsync()).Data);
    }

    [Fact]
    public async Task A_gap_that_is_older_than_the_history_is_healed_by_a_snapshot()
    {
        using var stream = await _gateway.OpenAsync();
        await stream.NextAsync();
        _gateway.Seats.History = 1;
        _gateway.Seats.Change(("A1", Held));
        _gateway.Seats.Change(("A2", Booked));

        await _gateway.TellAsync(("A3", Held));

        var healed = await stream.NextAsync();
        Assert.Equal(
            ("snapshot", $$"""{"eventId":"{{_gateway.Seats.EventId}}","seq":3,"held":["A1","A3"],"booked":["A2"]}"""), (healed.Name, healed.Data));
    }

    [Fact]
    public async Task A_burst_goes_out_together_with_the_last_status_of_each_seat()
    {
        await using var gateway = await LiveGateway.StartAsync(("Live:Coalesce", "00:00:01"));
        using var stream = await gateway.OpenAsync();
        await stream.NextAsync();

        for (var n = 1; n <= 100; n++)
        {
            await gateway.TellAsync(($"A{n % 5}", n % 2 == 0 ? Held : Available));
        }

        var events = await stream.UntilSeqAsync(100);
        Assert.InRange(events.Count, 1, 10);
        Assert.All(events, e => Assert.InRange(e.Json.GetProperty("changes").GetArrayLength(), 1, 5));
    }

    [Fact]
    public async Task One_reading_serves_all_listeners()
    {
        var streams = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _gateway.OpenAsync()));
        await Task.WhenAll(streams.Select(stream => stream.NextAsync()));

        // The periodic look may have come in between on a slow machine, but no reading is anybody's own.
        Assert.InRange(_gateway.Seats.Reads, 1, 10);
        Array.ForEach(streams, stream => stream.Dispose());
    }

    [Fact]
    public async Task What_happens_while_the_state_is_read_is_not_lost()
    {
        _gateway.Seats.OnRead = async () =>
        {
            _gateway.Seats.OnRead = () => Task.CompletedTask;
            await _gateway.TellAsync(("A1", Held));
            await _gateway.TellAsync(("A2", Held));
        };
        using var stream = await _gateway.OpenAsync();

        Assert.Equal(["A1", "A2"], (await stream.NextAsync()).Json.GetProperty("held").EnumerateArray().Select(seat => seat.GetString()));
    }

    [Fact]
    public async Task An_unknown_event_is_a_404_problem_on_every_path()
    {
        _gateway.Seats.IsGone = true;
        foreach (var path in new[] { SseStream.PathOf(_gateway.Seats.EventId), $"/sse/events/{_gateway.Seats.EventId}/seats", $"/bookings/events/{_gateway.Seats.EventId}/snapshot" })
        {
            using var answer = await _gateway.Client.GetAsync(new Uri(path, UriKind.Relative));

            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Contains("urn:ticket-booking:problem:event-not-found", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task When_seats_cannot_be_asked_a_stream_is_503_and_the_next_one_is_not_hurt()
    {
        _gateway.Seats.IsDown = true;
        using var refused = await SseStream.AskAsync(_gateway.Client, _gateway.Seats.EventId);
        _gateway.Seats.IsDown = false;
        using var stream = await _gateway.OpenAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal("snapshot", (await stream.NextAsync()).Name);
    }

    [Fact]
    public async Task Streams_go_on_while_seats_is_down_and_catch_up_when_it_is_back()
    {
        using var stream = await _gateway.OpenAsync();
        await stream.NextAsync();
        _gateway.Seats.IsDown = true;
        _gateway.Seats.Change(("A1", Held)); // lost
        var before = _gateway.Seats.Reads;
        await _gateway.TellAsync(("A2", Held));
        await Eventually.IsTrueAsync(() => _gateway.Seats.Reads > before);

        _gateway.Seats.IsDown = false;

        Assert.Equal(2, (await stream.UntilSeqAsync(2))[^1].Seq);
    }

    [Fact]
    public async Task When_the_event_is_deleted_its_streams_end()
    {
        using var stream = await _gateway.OpenAsync();
        await stream.NextAsync();

        _gateway.Seats.IsGone = true;

        while (await stream.NextOfAnyKindAsync() is not null)
        {
        }

        using var again = await SseStream.AskAsync(_gateway.Client, _gateway.Seats.EventId);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task A_state_that_stepped_back_in_time_replaces_what_was_shown()
    {
        _gateway.Seats.Change(("A1", Held));
        using var stream = await _gateway.OpenAsync();
        await stream.NextAsync();
        await _gateway.Seats.TellAsync(_gateway.Client, new SeatFeedBatch(2, [new("A9", Booked)])); // the database was restored to before this
        await stream.UntilSeqAsync(2);

        var replaced = await stream.NextAsync();

        Assert.Equal(("snapshot", "1"), (replaced.Name, replaced.Id));
        Assert.Empty(replaced.Json.GetProperty("booked").EnumerateArray());
    }

    [Theory]
    [InlineData("guessed")]
    [InlineData("")]
    public async Task Only_the_sidecar_can_tell_the_gateway_about_seats(string token)
    {
        using var stream = await _gateway.OpenAsync();
        await stream.NextAsync();
        var forged = new { data = new SeatFeedMessage(_gateway.Seats.EventId, 1, [new("A1", Booked)]) };

        using var answer = await SeatsDouble.DeliverAsync(_gateway.Client, forged, token);
        await _gateway.TellAsync(("A1", Held));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("HELD", (await stream.NextAsync()).Data, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"data":{"eventId":"0199d3c4-5b1e-7c3a-9f00-000000000009","seq":0,"changes":[]}}""")]
    [InlineData("""{"data":{"eventId":"no","seq":1}}""")]
    [InlineData("""{"data":null}""")]
    [InlineData("""{"x":1}""")]
    [InlineData("[]")]
    public async Task A_message_that_makes_no_sense_is_refused(string envelope)
    {
        using var answer = await SeatsDouble.DeliverAsync(_gateway.Client, JsonElement.Parse(envelope));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }
}
