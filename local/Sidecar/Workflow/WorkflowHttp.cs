using System.Text;
using System.Text.RegularExpressions;
using TicketBooking.DaprWire;
using TicketBooking.DaprWire.Workflow;
using TicketBooking.Sidecar.Hosting;

namespace TicketBooking.Sidecar.Workflow;

/// <summary>The management API over HTTP. Bodies are the raw text of inputs and events.</summary>
internal sealed partial class WorkflowHttp(WorkflowEngine engine)
{
    private const string Base = "/v1.0/workflows/{component}";

    public void MapHttp(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Base + "/{name}/start", StartAsync);
        routes.MapGet(Base + "/{id}", context => GetAsync(context));
        routes.MapPost(Base + "/{id}/raiseEvent/{event}", RaiseEventAsync);
        routes.MapPost(Base + "/{id}/terminate", context => TellAsync(context, e => e.ExecutionTerminated = new ExecutionTerminatedEvent { Recurse = true }));
        routes.MapPost(Base + "/{id}/pause", context => TellAsync(context, e => e.ExecutionSuspended = new ExecutionSuspendedEvent()));
        routes.MapPost(Base + "/{id}/resume", context => TellAsync(context, e => e.ExecutionResumed = new ExecutionResumedEvent()));
        routes.MapPost(Base + "/{id}/purge", PurgeAsync);
    }

    private async Task StartAsync(HttpContext context)
    {
        var id = context.Request.Query["instanceID"].ToString();
        if (id.Length > 0 && !ValidId().IsMatch(id))
        {
            throw new ApiException(
                StatusCodes.Status400BadRequest, GrpcStatus.InvalidArgument, "ERR_INSTANCE_ID_INVALID", "an instance id has up to 64 letters, digits, '-' and '_'");
        }

        var call = new CreateInstanceRequest { InstanceId = id, Name = context.Route("name"), Input = await BodyAsync(context) };
        var instanceID = await engine.Client.StartAsync(call, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        await context.Response.WriteAsJsonAsync(new { instanceID }, context.RequestAborted);
    }

    private async Task GetAsync(HttpContext context)
    {
        var id = context.Route("id");
        var state = (await engine.Client.FindAsync(id, context.RequestAborted))?.State
            ?? throw new ApiException(StatusCodes.Status404NotFound, GrpcStatus.NotFound, "ERR_INSTANCE_ID_NOT_FOUND", $"unable to find workflow with the provided instance ID: {id}");
        await context.Response.WriteAsJsonAsync(
            new
            {
                instanceID = id,
                workflowName = state.Name,
                createdAt = state.CreatedTimestamp.ToDateTimeOffset(),
                lastUpdatedAt = state.LastUpdatedTimestamp.ToDateTimeOffset(),
                runtimeStatus = state.WorkflowStatus.Name(),
                properties = Properties(state),
            },
            context.RequestAborted);
    }

    private async Task RaiseEventAsync(HttpContext context)
    {
        var input = await BodyAsync(context);
        var name = context.Route("event");
        await TellAsync(context, e => e.EventRaised = new EventRaisedEvent { Name = name, Input = input });
    }

    private async Task TellAsync(HttpContext context, Action<HistoryEvent> fill)
    {
        await engine.Client.DeliverAsync(context.Route("id"), fill, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private async Task PurgeAsync(HttpContext context)
    {
        var id = context.Route("id");
        context.Response.StatusCode = await engine.Client.PurgeAsync(id, recursive: true, context.RequestAborted) > 0
            ? StatusCodes.Status202Accepted
            : throw new ApiException(StatusCodes.Status404NotFound, GrpcStatus.NotFound, "ERR_INSTANCE_ID_NOT_FOUND", $"no such instance exists: {id}");
    }

    private static async Task<string?> BodyAsync(HttpContext context) =>
        await context.Request.ReadAllAsync(context.RequestAborted) is { Length: > 0 } body ? Encoding.UTF8.GetString(body) : null;

    private static Dictionary<string, string> Properties(WorkflowState state) => new KeyValuePair<string, string?>[]
        {
            new("dapr.workflow.input", state.Input),
            new("dapr.workflow.output", state.Output),
            new("dapr.workflow.custom_status", state.CustomStatus),
            new("dapr.workflow.failure.error_type", state.FailureDetails?.ErrorType),
            new("dapr.workflow.failure.error_message", state.FailureDetails?.ErrorMessage),
            new("dapr.workflow.failure.stack_trace", state.FailureDetails?.StackTrace),
        }
        .Where(p => p.Value is not null).ToDictionary(p => p.Key, p => p.Value!, StringComparer.Ordinal);

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$")]
    private static partial Regex ValidId();
}
