using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TicketBooking.Sidecar.Wire;
using WorkflowStatus = TicketBooking.Sidecar.Wire.WorkflowStatus;

namespace TicketBooking.Booking.Faults.Sweeps;

/// <summary>The workflow API of a sidecar that has no engine: it answers as a test says, and remembers what it was asked.</summary>
internal sealed class WorkflowStore : IAsyncDisposable
{
    private readonly WebApplication _server;

    public WorkflowStore()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        _server = builder.Build();
        _server.MapGrpcService<Service>();
    }

    public int Port => new Uri(_server.Urls.Single()).Port;

    /// <summary>Workflows that exist, and have ended.</summary>
    public ConcurrentDictionary<string, bool> Ended { get; } = new();

    /// <summary>How often each was started and not refused.</summary>
    public ConcurrentDictionary<string, int> Started { get; } = new();

    /// <summary>The error for an instance, asked for each start and each purge; null is success.</summary>
    public Func<string, Status?> Refusal { get; set; } = _ => null;

    public Task StartAsync() => _server.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private void Check(string id)
    {
        if (Refusal(id) is { } status)
        {
            throw new RpcException(status);
        }
    }

    private sealed class Service(WorkflowStore store) : TaskHubSidecarService.TaskHubSidecarServiceBase
    {
        public override Task<GetInstanceResponse> GetInstance(GetInstanceRequest request, ServerCallContext context) =>
            Task.FromResult(store.Ended.ContainsKey(request.InstanceId) ? Completed(request.InstanceId) : new GetInstanceResponse());

        public override Task<CreateInstanceResponse> StartInstance(CreateInstanceRequest request, ServerCallContext context)
        {
            store.Check(request.InstanceId);
            store.Started.AddOrUpdate(request.InstanceId, 1, (_, times) => times + 1);
            return Task.FromResult(new CreateInstanceResponse { InstanceId = request.InstanceId });
        }

        public override Task<PurgeInstancesResponse> PurgeInstances(PurgeInstancesRequest request, ServerCallContext context)
        {
            store.Check(request.InstanceId);
            return Task.FromResult(new PurgeInstancesResponse { DeletedInstanceCount = 1 });
        }

        private static GetInstanceResponse Completed(string id)
        {
            var time = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch);
            return new GetInstanceResponse
            {
                Exists = true,
                WorkflowState = new WorkflowState
                {
                    InstanceId = id,
                    Name = "PaymentWorkflow",
                    WorkflowStatus = WorkflowStatus.Completed,
                    CreatedTimestamp = time,
                    LastUpdatedTimestamp = time,
                },
            };
        }
    }
}
