using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TicketBooking.DaprWire;
using TicketBooking.DaprWire.Runtime;
using TicketBooking.DaprWire.Workflow;
using Xunit;

namespace TicketBooking.Sdks.Tests;

public sealed class GrpcTests
{
    private static readonly TryLockRequest Request = new() { StoreName = "lockstore", ResourceId = "seat:1", LockOwner = "me", ExpiryInSeconds = 5 };

    [Fact]
    public async Task A_unary_call_carries_its_message_both_ways()
    {
        var received = new TaskCompletionSource<TryLockRequest>();
        await using var server = await LocalServer.StartGrpcAsync(app => app.MapGrpc(DaprMethods.TryLock, (request, _) =>
        {
            received.SetResult(request);
            return Task.FromResult(new TryLockResponse { Success = true });
        }));
        using var client = new GrpcClient(server.Address);

        var answer = await client.CallAsync(DaprMethods.TryLock, Request);

        Assert.True(answer.Success);
        Assert.Equal(Request, await received.Task);
    }

    [Fact]
    public async Task A_message_of_default_values_is_an_empty_frame_and_still_a_message()
    {
        await using var server = await LocalServer.StartGrpcAsync(app =>
            app.MapGrpc(DaprMethods.TryLock, (_, _) => Task.FromResult(new TryLockResponse())));
        using var client = new GrpcClient(server.Address);

        Assert.False((await client.CallAsync(DaprMethods.TryLock, new TryLockRequest())).Success);
    }

    [Fact]
    public async Task A_message_of_several_megabytes_arrives_whole()
    {
        await using var server = await LocalServer.StartGrpcAsync(app => app.MapGrpc(
            DaprMethods.GetState, (request, _) => Task.FromResult(new GetStateResponse { Etag = request.Key + request.Key })));
        using var client = new GrpcClient(server.Address);
        var large = new string('x', 5_000_000);

        var answer = await client.CallAsync(DaprMethods.GetState, new GetStateRequest { Key = large });

        Assert.Equal(10_000_000, answer.Etag.Length);
    }

    [Fact]
    public async Task A_refusal_before_any_message_is_trailers_only_and_keeps_its_text()
    {
        await using var server = await LocalServer.StartGrpcAsync(app => app.MapGrpc<TryLockRequest, TryLockResponse>(
            DaprMethods.TryLock, (_, _) => throw new GrpcStatusException(GrpcStatus.AlreadyExists, "100 % läuft\nschon")));
        using var client = new GrpcClient(server.Address);

        var refusal = await Assert.ThrowsAsync<GrpcStatusException>(() => client.CallAsync(DaprMethods.TryLock, Request));

        Assert.Equal(GrpcStatus.AlreadyExists, refusal.Status);
        Assert.Equal("100 % läuft\nschon", refusal.Detail);
        using var http = new HttpClient();
        using var raw = await http.SendAsync(Raw(server, DaprMethods.TryLock.Path));
        Assert.Equal("6", raw.Headers.GetValues("grpc-status").Single());
        Assert.Equal("100 %25 l%C3%A4uft%0Aschon", raw.Headers.GetValues("grpc-message").Single());
        Assert.Empty(raw.TrailingHeaders);
    }

    [Fact]
    public async Task A_stream_yields_each_message_as_it_is_sent_and_ends_with_OK()
    {
        var items = Channel.CreateUnbounded<WorkItem>();
        await using var server = await LocalServer.StartGrpcAsync(app =>
            app.MapGrpcStream(WorkflowMethods.GetWorkItems, (_, context) => items.Reader.ReadAllAsync(context.RequestAborted)));
        using var client = new GrpcClient(server.Address);
        await using var stream = client.StreamAsync(WorkflowMethods.GetWorkItems, new GetWorkItemsRequest()).GetAsyncEnumerator();

        items.Writer.TryWrite(new WorkItem { CompletionToken = "first" });
        Assert.True(await stream.MoveNextAsync().AsTask().Soon());
        Assert.Equal("first", stream.Current.CompletionToken);
        items.Writer.TryWrite(new WorkItem { CompletionToken = "second" });
        Assert.True(await stream.MoveNextAsync().AsTask().Soon());
        Assert.Equal("second", stream.Current.CompletionToken);
        items.Writer.Complete();
        Assert.False(await stream.MoveNextAsync().AsTask().Soon());
    }

    [Fact]
    public async Task A_streams_headers_are_sent_before_its_first_message()
    {
        await using var server = await LocalServer.StartGrpcAsync(app => app.MapGrpcStream(
            WorkflowMethods.GetWorkItems, (_, context) => Channel.CreateUnbounded<WorkItem>().Reader.ReadAllAsync(context.RequestAborted)));
        using var http = new HttpClient();

        using var response = await http.SendAsync(
            Raw(server, WorkflowMethods.GetWorkItems.Path), HttpCompletionOption.ResponseHeadersRead).Soon();

        Assert.Equal("application/grpc", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_refusal_in_the_middle_of_a_stream_comes_after_its_messages()
    {
        await using var server = await LocalServer.StartGrpcAsync(app =>
            app.MapGrpcStream(WorkflowMethods.GetWorkItems, (_, _) => OneThenRefused()));
        using var client = new GrpcClient(server.Address);
        var received = new List<WorkItem>();

        var refusal = await Assert.ThrowsAsync<GrpcStatusException>(async () =>
        {
            await foreach (var item in client.StreamAsync(WorkflowMethods.GetWorkItems, new GetWorkItemsRequest()))
            {
                received.Add(item);
            }
        });

        Assert.Single(received);
        Assert.Equal((GrpcStatus.ResourceExhausted, "enough"), (refusal.Status, refusal.Detail));
    }

    [Fact]
    public async Task A_client_that_leaves_a_stream_ends_it_at_the_server()
    {
        var entered = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        await using var server = await LocalServer.StartGrpcAsync(app => app.MapGrpcStream(WorkflowMethods.GetWorkItems, (_, context) =>
        {
            context.RequestAborted.Register(ended.SetResult);
            entered.SetResult();
            return Channel.CreateUnbounded<WorkItem>().Reader.ReadAllAsync(context.RequestAborted);
        }));
        using var client = new GrpcClient(server.Address);
        using var leave = new CancellationTokenSource();
        await using var stream = client.StreamAsync(WorkflowMethods.GetWorkItems, new GetWorkItemsRequest(), leave.Token).GetAsyncEnumerator();
        var next = stream.MoveNextAsync().AsTask();
        await entered.Task.Soon();

        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.Soon());
        await ended.Task.Soon();
    }

    [Fact]
    public async Task An_unknown_method_is_unimplemented()
    {
        await using var server = await LocalServer.StartGrpcAsync(app => app.MapUnknownGrpcMethods());
        using var client = new GrpcClient(server.Address);

        var refusal = await Assert.ThrowsAsync<GrpcStatusException>(() => client.CallAsync(DaprMethods.TryLock, Request));

        Assert.Equal(GrpcStatus.Unimplemented, refusal.Status);
    }

    [Fact]
    public async Task A_handlers_own_exception_is_an_unknown_error()
    {
        await using var server = await LocalServer.StartGrpcAsync(app => app.MapGrpc<TryLockRequest, TryLockResponse>(
            DaprMethods.TryLock, (_, _) => throw new InvalidOperationException("broken")));
        using var client = new GrpcClient(server.Address);

        var refusal = await Assert.ThrowsAsync<GrpcStatusException>(() => client.CallAsync(DaprMethods.TryLock, Request));

        Assert.Equal(GrpcStatus.Unknown, refusal.Status);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unavailable()
    {
        var server = await LocalServer.StartGrpcAsync(_ => { });
        var address = server.Address;
        await server.DisposeAsync();
        using var client = new GrpcClient(address);

        var refusal = await Assert.ThrowsAsync<GrpcStatusException>(() => client.CallAsync(DaprMethods.TryLock, Request));

        Assert.Equal(GrpcStatus.Unavailable, refusal.Status);
    }

    [Fact]
    public async Task An_answer_without_gRPC_is_judged_by_its_HTTP_status()
    {
        await using var server = await LocalServer.StartGrpcAsync(app => app.Run(context =>
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }));
        using var client = new GrpcClient(server.Address);

        var refusal = await Assert.ThrowsAsync<GrpcStatusException>(() => client.CallAsync(DaprMethods.TryLock, Request));

        Assert.Equal(GrpcStatus.Unauthenticated, refusal.Status);
    }

    [Fact]
    public async Task Token_trace_and_protocol_travel_in_the_headers()
    {
        var seen = new TaskCompletionSource<(string Protocol, IHeaderDictionary Headers)>();
        await using var server = await LocalServer.StartGrpcAsync(app => app.MapGrpc(DaprMethods.TryLock, (_, context) =>
        {
            seen.SetResult((context.Request.Protocol, new HeaderDictionary(context.Request.Headers.ToDictionary())));
            return Task.FromResult(new TryLockResponse());
        }));
        using var client = new GrpcClient(server.Address, "secret");
        using var activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();

        await client.CallAsync(DaprMethods.TryLock, Request);

        var (protocol, headers) = await seen.Task;
        Assert.Equal("HTTP/2", protocol);
        Assert.Equal("secret", headers["dapr-api-token"]);
        Assert.Equal("trailers", headers.TE);
        Assert.Contains(activity.TraceId.ToString(), headers.TraceParent.ToString(), StringComparison.Ordinal);
    }

    private static async IAsyncEnumerable<WorkItem> OneThenRefused()
    {
        yield return new WorkItem();
        await Task.CompletedTask;
        throw new GrpcStatusException(GrpcStatus.ResourceExhausted, "enough");
    }

    private static HttpRequestMessage Raw(LocalServer server, string path) => new(HttpMethod.Post, new Uri(server.Address, path))
    {
        Version = new Version(2, 0),
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Content = new ByteArrayContent(new byte[5]),
    };
}
