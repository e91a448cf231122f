using TicketBooking.Contracts;

namespace TicketBooking.Deployment.Tests;

/// <summary>The settings that a service reads, as variables of its environment. <see cref="ServiceSettingsTests"/> compares them with the code.</summary>
/// <param name="AppId">Its Dapr app id.</param>
/// <param name="Project">Its project and program: <c>Booking</c> is <c>Booking.dll</c>.</param>
/// <param name="Required">Without one of these it does not start.</param>
/// <param name="Optional">These have a default. <c>__0</c> stands for every index of a list, <c>__*__</c> for every key.</param>
internal sealed record ServiceSettings(string AppId, string Project, string[] Required, string[] Optional)
{
    private static readonly string[] Tokens = ["APP_API_TOKEN", "DAPR_API_TOKEN"];

    private static readonly string[] Common =
    [
        "APP_ID", "APP_PORT", "DAPR_HTTP_PORT", "DAPR_HTTP_ENDPOINT", "DAPR_GRPC_PORT", "DAPR_GRPC_ENDPOINT",
        "ASPNETCORE_ENVIRONMENT", "ASPNETCORE_HTTP_PORTS", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL",
        "OTEL_METRIC_EXPORT_INTERVAL", "OTEL_RESOURCE_ATTRIBUTES", "SSL_CERT_FILE",
    ];

    private static readonly string[] TokenValidation = ["Auth__BanPollInterval", "Auth__KeyPollInterval"];

    private static readonly string[] Requests = ["Requests__MostOfARoute"];

    private static readonly string[] Idempotency = ["Idempotency__LeaseSeconds", "Idempotency__RetentionHours"];

    public static IReadOnlyList<ServiceSettings> All { get; } =
    [
        new(
            AppIds.EventCore,
            "EventCore",
            [.. Tokens, "ConnectionStrings__Database", "Auth__Issuer", "Auth__KeyEncryptionKey"],
            [
                .. Common, .. Requests, .. TokenValidation, .. Idempotency, "Outbox__RetentionHours",
                "Auth__KeyEncryptionKeys__*", "Auth__KeyEncryptionKeyId", "Auth__KeyLifetime", "Auth__KeyLead", "Auth__KeyOverlap", "Auth__KeyCheckInterval",
                "Auth__Throttle__AccountFailures", "Auth__Throttle__AddressFailures", "Auth__Throttle__AddressAccounts",
                "Auth__Throttle__FirstWait", "Auth__Throttle__LongestWait", "Auth__Throttle__ForgottenAfter",
                "Auth__Hashing__AtOnce", "Auth__Hashing__MostWaiting", "Auth__Hashing__LongestWait",
                "Quotas__EventsPerDay", "Quotas__VenuesPerDay", "Quotas__SeatsPerDay",
                "Passwords__IterationCount", "Admin__Username", "Admin__Email", "Admin__Password",
            ]),
        new(
            AppIds.Seats,
            "Seats",
            [.. Tokens, "ConnectionStrings__Database"],
            [
                .. Common, .. Requests, "Outbox__RetentionHours", "History__Batches", "History__Age", "History__PruneEvery", "Generation__SmallSeats",
            ]),
        new(
            AppIds.Booking,
            "Booking",
            [
                .. Tokens, "ConnectionStrings__Database", "Auth__Issuer", "Stripe__SecretKey", "Stripe__PublishableKey", "Stripe__WebhookSecrets__0",
            ],
            [
                .. Common, .. Requests, .. TokenValidation, .. Idempotency, "Outbox__RetentionHours", "Stripe__ApiBase", "Stripe__Timeout",
                "Payments__Grace", "Payments__LeastTime", "Payments__MaxDeclines", "Payments__SweepInterval",
                "Buyers__BookingsOfAnEvent", "Buyers__PendingPayments", "Buyers__ExpiredHolds", "Buyers__CoolDown", "Locks__PauseAfterFailure",
            ]),
        new(
            AppIds.Search,
            "Search",
            [.. Tokens, "ConnectionStrings__Database"],
            [
                .. Common, .. Requests, "Search__Engine", "Search__Timeout", "Search__Elasticsearch__Uri", "Search__Elasticsearch__ApiKey",
                "Search__Elasticsearch__Username", "Search__Elasticsearch__Password", "Search__Elasticsearch__CertificateFingerprint",
                "Search__Elasticsearch__Index", "Search__Elasticsearch__Replicas",
            ]),
        new(
            AppIds.Gateway,
            "Gateway",
            [.. Tokens, "Auth__Issuer"],
            [
                .. Common, .. TokenValidation, "Gateway__TrustedProxies__0", "Gateway__AllowedOrigins__0", "Gateway__MaxBodyBytes", "Gateway__MaxHeaderBytes",
                "Gateway__MinBodyBytesPerSecond", "Gateway__BodyGrace", "Gateway__BodyWithin", "Gateway__HeadersWithin", "Gateway__AnswerWithin",
                "Gateway__CompleteWithin", "Gateway__MinAnswerBytesPerSecond", "Gateway__MaxConnections", "Gateway__MaxConnectionsOfANetwork",
                "Gateway__ConnectionsPerSecond", "Gateway__MaxBufferedBytes",
                "Live__Coalesce", "Live__CheckEvery", "Live__HeartbeatEvery", "Live__AnswerWithin", "Live__IdleFor", "Live__ReplayBatches",
                "Live__Waiting", "Live__MaxListeners", "Live__MaxListenersPerNetwork",
                "Live__NewcomerListeners", "Live__SliceWithin",
                "Limits__Store", "Limits__StoreTimeout", "Limits__MaxBuckets", "Limits__Scale", "Limits__NetworkFactor", "Limits__NetworkConcurrencyFactor",
                "Limits__RefusalsPerSecond",
                .. Lane("Browse"), .. Lane("Sale"), .. Lane("Auth"), .. Lane("Webhook"), .. Lane("Live"), .. Lane("Other"),
                .. Lane("Routes__*"),
            ]),
    ];

    public static ServiceSettings Of(string appId) => All.Single(service => service.AppId == appId);

    /// <summary>Whether the service reads a variable of this name.</summary>
    public bool Reads(string variable) => Required.Concat(Optional).Any(known => Matches(known.Split("__"), variable.Split("__")));

    private static bool Matches(string[] known, string[] name) =>
        known.Length == name.Length && known.Zip(name).All(pair => pair.First switch
        {
            "*" => true,
            "0" => uint.TryParse(pair.Second, out _),
            _ => pair.First == pair.Second,
        });

    private static string[] Lane(string name) =>
    [
        $"Limits__{name}__RatePerSecond", $"Limits__{name}__Burst", $"Limits__{name}__Concurrency", $"Limits__{name}__ClientConcurrency",
        $"Limits__{name}__NetworkAtWork", $"Limits__{name}__MaxBodyBytes",
    ];
}
