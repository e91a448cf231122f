using System.Net;
using Microsoft.Extensions.Time.Testing;
using TicketBooking.Gateway.Live;
using TicketBooking.Testing;
using Xunit;
using static TicketBooking.Contracts.SeatStatuses;

namespace TicketBooking.Gateway.Tests.Live;

public sealed class ListenerTests
{
    [Fact]
    public async Task A_slow_reader_is_disconnected_and_the_others_hear_everything()
    {
        await using var gateway = await LiveGateway.StartAsync(("Live:Coalesce", "00:00:00.001"));
        using var slow = await UnreadAnswer.AskAsync(gateway.Port, SseStream.PathOf(gateway.Seats.EventId));
        await Eventually.IsTrueAsync(() => gateway.Counted("gateway.live.listeners") == 1);
        using var fast = await gateway.OpenAsync();
        await fast.NextAsync();

        // What the network holds for the slow one is some megabytes; then its frames wait, then they are too many.
        var seq = 0;
        while (gateway.Counted("gateway.live.slow_readers") == 0)
        {
            Assert.True(++seq < 1000, "It is never disconnected.");
            await gateway.TellAsync([.. Enumerable.Range(0, 3000).Select(n => ($"Balcony/AA{n}", seq % 2 == 0 ? Held : Booked))]);
            Assert.Equal(seq, (await fast.UntilSeqAsync(seq))[^1].Seq);
        }

        await Eventually.IsTrueAsync(() => gateway.Counted("gateway.live.listeners") == 1);
        await gateway.TellAsync(("A1", Held));
        await fast.UntilSeqAsync(seq + 1);

        // Its connection is broken, so that it comes back.
        await slow.ReadToEndAsync();
    }

    [Fact]
    public async Task More_streams_than_one_network_may_have_are_429_until_one_ends()
    {
        await using var gateway = await LiveGateway.StartAsync(("Live:MaxListenersPerNetwork", "2"));
        using var first = await gateway.OpenAsync();
        var second = await gateway.OpenAsync();

        using var refused = await SseStream.AskAsync(gateway.Client, gateway.Seats.EventId);
        second.Dispose();
        await Eventually.IsTrueAsync(() => gateway.Counted("gateway.live.listeners") == 1);
        using var again = await gateway.OpenAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains("urn:ticket-booking:problem:too-many-streams", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_streams_than_the_process_may_have_are_503()
    {
        await using var gateway = await LiveGateway.StartAsync(("Live:MaxListeners", "1"));
        using var first = await gateway.OpenAsync();

        using var refused = await SseStream.AskAsync(gateway.Client, gateway.Seats.EventId);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains("urn:ticket-booking:problem:no-stream-left", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Addresses_of_one_IPv6_network_are_counted_together()
    {
        await using var gateway = await LiveGateway.StartAsync(("Live:MaxListenersPerNetwork", "1"), ("Gateway:TrustedProxies:0", "127.0.0.0/8"));
        using var first = await AskFromAsync(gateway, "2001:db8:1:2::1");

        using var same = await AskFromAsync(gateway, "2001:db8:1:2:ffff::9");
        using var other = await AskFromAsync(gateway, "2001:db8:1:3::1");

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.OK), (first.StatusCode, same.StatusCode, other.StatusCode));
    }

    [Fact]
    public async Task The_last_quarter_of_the_places_is_for_networks_with_few_streams()
    {
        await using var gateway = await LiveGateway.StartAsync(
            ("Live:MaxListeners", "8"), ("Live:NewcomerListeners", "2"), ("Gateway:TrustedProxies:0", "127.0.0.0/8"));
        var streams = new List<HttpResponseMessage>();
        for (var n = 0; n < 7; n++)
        {
            streams.Add(await AskFromAsync(gateway, "192.0.2.1"));
        }

        streams.Add(await AskFromAsync(gateway, "192.0.2.2"));
        streams.Add(await AskFromAsync(gateway, "192.0.2.2"));
        streams.Add(await AskFromAsync(gateway, "192.0.2.3"));

        Assert.Equal(
            [.. Enumerable.Repeat(HttpStatusCode.OK, 6), HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable],
            streams.Select(stream => stream.StatusCode));
        Assert.NotNull(streams[6].Headers.RetryAfter);
        streams.ForEach(stream => stream.Dispose());
    }

    [Fact]
    public async Task A_refused_event_takes_no_place_of_a_stream()
    {
        await using var gateway = await LiveGateway.StartAsync(("Live:MaxListeners", "1"));
        gateway.Seats.IsGone = true;
        using (await SseStream.AskAsync(gateway.Client, gateway.Seats.EventId))
        {
            gateway.Seats.IsGone = false;
        }

        await Eventually.IsTrueAsync(() => gateway.Counted("gateway.live.listeners") == 0);
        using var stream = await gateway.OpenAsync();

        Assert.Equal("snapshot", (await stream.NextAsync()).Name);
    }

    [Fact]
    public async Task When_the_process_stops_its_streams_end_at_once_and_cleanly()
    {
        await using var gateway = await LiveGateway.StartAsync();
        using var stream = await gateway.OpenAsync();
        await stream.NextAsync();

        var stopped = gateway.StopAsync();

        while (await stream.NextOfAnyKindAsync() is not null)
        {
        }

        await stopped.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task S2_10_a_stream_does_not_end_by_its_age()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var gateway = await LiveGateway.StartAsync(clock);
        using var stream = await gateway.OpenAsync();
        await stream.NextAsync();

        clock.Advance(TimeSpan.FromHours(1));
        await gateway.TellAsync(("A1", Held));
        var next = stream.NextAsync();
        await Eventually.IsTrueAsync(() =>
        {
            clock.Advance(new LiveOptions().Coalesce);
            return next.IsCompleted;
        });

        Assert.Equal("""{"seq":1,"changes":[{"seatNumber":"A1","status":"HELD"}]}""", (await next).Data);
    }

    [Theory]
    [InlineData(1, 75, 150)]
    [InlineData(1999, 75, 150)]
    [InlineData(2000, 150, 75)]
    public async Task A_crowd_gets_frames_half_as_often(int listeners, int pause, int other)
    {
        var clock = new RecordedTimers();
        await using var gateway = await LiveGateway.StartAsync(clock);
        using var stream = await gateway.OpenAsync();
        await stream.NextAsync();
        await gateway.JoinAsync(listeners - 1);

        await gateway.TellAsync(("A1", Held));
        await stream.NextAsync();
        await gateway.TellAsync(("A2", Held));
        await stream.NextAsync();

        // The second frame goes out after the pause that follows the first.
        Assert.Contains(TimeSpan.FromMilliseconds(pause), clock.Waits);
        Assert.DoesNotContain(TimeSpan.FromMilliseconds(other), clock.Waits);
    }

    [Fact]
    public async Task A_silent_stream_has_a_heartbeat()
    {
        await using var gateway = await LiveGateway.StartAsync(("Live:HeartbeatEvery", "00:00:00.05"), ("Live:CheckEvery", "00:00:00.05"));
        using var stream = await gateway.OpenAsync();
        await stream.NextAsync();

        Assert.Equal(new SseEvent(null, null, "still here"), await stream.NextOfAnyKindAsync());
        Assert.Equal(new SseEvent(null, null, "still here"), await stream.NextOfAnyKindAsync());
    }

    [Fact]
    public void By_default_no_stream_is_silent_for_more_than_15_seconds()
    {
        var options = new LiveOptions();

        // The worst case: the beat is just not due when a look begins, and the look takes as long as it may.
        Assert.True(options.HeartbeatEvery + options.CheckEvery + options.AnswerWithin <= TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task An_unwatched_event_is_forgotten_and_costs_nothing_more()
    {
        await using var gateway = await LiveGateway.StartAsync(("Live:IdleFor", "00:00:00.01"), ("Live:CheckEvery", "00:00:00.05"));
        using (var stream = await gateway.OpenAsync())
        {
            await stream.NextAsync();
            await Eventually.IsTrueAsync(() => gateway.Counted("gateway.live.events") == 1);
        }

        await Eventually.IsTrueAsync(() => gateway.Counted("gateway.live.events") == 0);
        gateway.Seats.Change(("A1", Held));
        using var again = await gateway.OpenAsync();

        Assert.Equal("1", (await again.NextAsync()).Id);
    }

    private static async Task<HttpResponseMessage> AskFromAsync(LiveGateway gateway, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, SseStream.PathOf(gateway.Seats.EventId)) { Headers = { { "X-Forwarded-For", address } } };
        return await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
