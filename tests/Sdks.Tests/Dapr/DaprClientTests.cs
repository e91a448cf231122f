using System.Text;
using Dapr;
using Dapr.Client;
using Google.Protobuf;
using Grpc.Core;
using TicketBooking.DaprWire;
using Xunit;
using Wire = TicketBooking.DaprWire.Runtime;

namespace TicketBooking.Sdks.Tests;

public sealed class DaprClientTests : IAsyncLifetime
{
    private SidecarDouble _sidecar = null!;

    public async Task InitializeAsync() => _sidecar = await SidecarDouble.StartAsync();

    public async Task DisposeAsync() => await _sidecar.DisposeAsync();

    [Fact]
    public async Task A_lock_that_somebody_holds_is_an_answer()
    {
        var response = await _sidecar.Client.Lock("lockstore", "seat:1", "me", 30);

        Assert.False(response.Success);
        Assert.Equal("secret", _sidecar.Token);
        Assert.Equal(
            new Wire.TryLockRequest { StoreName = "lockstore", ResourceId = "seat:1", LockOwner = "me", ExpiryInSeconds = 30 }, _sidecar.LastRequest);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_lock_without_an_expiry_is_refused_before_it_is_sent(int seconds)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _sidecar.Client.Lock("lockstore", "seat:1", "me", seconds));
        Assert.Null(_sidecar.LastRequest);
    }

    [Fact]
    public async Task An_unlock_says_what_it_found()
    {
        _sidecar.Unlock = new Wire.UnlockResponse { Status = Wire.UnlockResponse.Types.Status.LockBelongsToOthers };

        Assert.Equal(LockStatus.LockBelongsToOthers, (await _sidecar.Client.Unlock("lockstore", "seat:1", "me")).status);
    }

    [Fact]
    public async Task A_refused_call_is_a_DaprException_that_keeps_the_status()
    {
        _sidecar.Refusal = new GrpcStatusException(GrpcStatus.InvalidArgument, "no such store");

        var exception = await Assert.ThrowsAsync<DaprException>(() => _sidecar.Client.Lock("x", "seat:1", "me", 30));

        var inner = Assert.IsType<RpcException>(exception.InnerException);
        Assert.Equal((StatusCode.InvalidArgument, "no such store"), (inner.StatusCode, inner.Status.Detail));
    }

    [Fact]
    public async Task A_missing_value_is_the_default_and_an_empty_etag() =>
        Assert.Equal((null, string.Empty), await _sidecar.Client.GetStateAndETagAsync<Ticket?>("statestore", "t1"));

    [Fact]
    public async Task A_value_is_read_as_web_JSON_with_its_etag()
    {
        _sidecar.State = new Wire.GetStateResponse { Data = ByteString.CopyFromUtf8("""{"seatNumber":"A1"}"""), Etag = "7" };

        Assert.Equal((new Ticket("A1"), "7"), await _sidecar.Client.GetStateAndETagAsync<Ticket>("statestore", "t1"));
    }

    [Fact]
    public async Task A_value_that_cannot_be_read_is_a_DaprException()
    {
        _sidecar.State = new Wire.GetStateResponse { Data = ByteString.CopyFromUtf8("not JSON") };

        await Assert.ThrowsAsync<DaprException>(() => _sidecar.Client.GetStateAsync<Ticket>("statestore", "t1"));
    }

    [Fact]
    public async Task A_save_carries_value_options_and_metadata_and_no_etag()
    {
        await _sidecar.Client.SaveStateAsync(
            "statestore",
            "t1",
            new Ticket("A1"),
            new StateOptions { Concurrency = ConcurrencyMode.FirstWrite, Consistency = ConsistencyMode.Strong },
            new Dictionary<string, string> { ["ttlInSeconds"] = "60" });

        var item = Assert.Single(Assert.IsType<Wire.SaveStateRequest>(_sidecar.LastRequest).States);
        Assert.Equal("""{"seatNumber":"A1"}""", item.Value.ToStringUtf8());
        Assert.Null(item.Etag);
        Assert.Equal((Wire.StateConcurrency.FirstWrite, Wire.StateConsistency.Strong), (item.Options.Concurrency, item.Options.Consistency));
        Assert.Equal("60", item.Metadata["ttlInSeconds"]);
    }

    [Fact]
    public async Task An_empty_etag_is_sent_for_the_store_to_judge()
    {
        Assert.True(await _sidecar.Client.TrySaveStateAsync("statestore", "t1", new Ticket("A1"), etag: ""));

        Assert.Equal(new Wire.Etag(), Assert.Single(Assert.IsType<Wire.SaveStateRequest>(_sidecar.LastRequest).States).Etag);
    }

    [Fact]
    public async Task A_version_that_has_moved_on_is_an_answer_to_a_conditional_write_only()
    {
        _sidecar.Refusal = new GrpcStatusException(GrpcStatus.Aborted, "etag mismatch");

        Assert.False(await _sidecar.Client.TrySaveStateAsync("statestore", "t1", new Ticket("A1"), "7"));
        Assert.False(await _sidecar.Client.TryDeleteStateAsync("statestore", "t1", "7"));
        await Assert.ThrowsAsync<DaprException>(() => _sidecar.Client.SaveStateAsync("statestore", "t1", new Ticket("A1")));
        await Assert.ThrowsAsync<DaprException>(() => _sidecar.Client.DeleteStateAsync("statestore", "t1"));
    }

    [Fact]
    public async Task An_event_is_published_as_JSON_with_its_metadata()
    {
        await _sidecar.Client.PublishEventAsync("livefeed", "seats", new Ticket("A1"), new Dictionary<string, string> { ["rawPayload"] = "true" });

        var request = Assert.IsType<Wire.PublishEventRequest>(_sidecar.LastRequest);
        Assert.Equal(("livefeed", "seats", "application/json"), (request.PubsubName, request.Topic, request.DataContentType));
        Assert.Equal("""{"seatNumber":"A1"}""", request.Data.ToStringUtf8());
        Assert.Equal("true", request.Metadata["rawPayload"]);
    }

    [Fact]
    public async Task Bytes_are_published_as_they_are()
    {
        await _sidecar.Client.PublishByteEventAsync("livefeed", "seats", Encoding.UTF8.GetBytes("a,b"), "text/csv");

        var request = Assert.IsType<Wire.PublishEventRequest>(_sidecar.LastRequest);
        Assert.Equal(("a,b", "text/csv"), (request.Data.ToStringUtf8(), request.DataContentType));
    }

    private sealed record Ticket(string SeatNumber);
}
