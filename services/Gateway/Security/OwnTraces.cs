using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;

namespace TicketBooking.Gateway.Security;

/// <summary>
/// Starts a trace of our own for every request. A stranger who could name the trace could fill one of ours, or have all of its requests
/// recorded. What it names is a link, to be found by; its baggage goes no further.
/// </summary>
internal static class OwnTraces
{
    public static void AddOwnTraces(this IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<DistributedContextPropagator>(new OutgoingOnly()));
        // OpenTelemetry reads the headers a second time, by a propagator of the whole process.
        Sdk.SetDefaultTextMapPropagator(new OutgoingOnlyText());
    }

    public static void UseOwnTraces(this WebApplication app) => app.Use(static (context, next) =>
    {
        if (Activity.Current is { } trace && ActivityContext.TryParse(context.Request.Headers.TraceParent, traceState: null, isRemote: true, out var named))
        {
            trace.AddLink(new ActivityLink(named));
        }

        return next(context);
    });

    /// <summary>Takes no trace from a request. Ours still goes out with calls, as before.</summary>
    private sealed class OutgoingOnly : DistributedContextPropagator
    {
        private readonly DistributedContextPropagator _framework = CreateDefaultPropagator();

        public override IReadOnlyCollection<string> Fields => _framework.Fields;

        public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) => _framework.Inject(activity, carrier, setter);

        public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) =>
            (traceId, traceState) = (null, null);

        public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;
    }

    private sealed class OutgoingOnlyText : TextMapPropagator
    {
        private readonly TextMapPropagator _standard = new CompositeTextMapPropagator([new TraceContextPropagator(), new BaggagePropagator()]);

        public override ISet<string>? Fields => _standard.Fields;

        public override PropagationContext Extract<T>(PropagationContext context, T carrier, Func<T, string, IEnumerable<string>?> getter) => context;

        public override void Inject<T>(PropagationContext context, T carrier, Action<T, string, string> setter) => _standard.Inject(context, carrier, setter);
    }
}
