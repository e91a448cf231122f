namespace Grpc.Core;

/// <summary>How a call ended.</summary>
/// <param name="statusCode">The code.</param>
/// <param name="detail">What the other side says about it.</param>
#pragma warning disable CA1815 // As the vendor's: nobody compares them
public readonly struct Status(StatusCode statusCode, string detail)
#pragma warning restore CA1815
{
    /// <summary>The code.</summary>
    public StatusCode StatusCode { get; } = statusCode;

    /// <summary>What the other side says about it.</summary>
    public string Detail { get; } = detail;

    /// <inheritdoc/>
    public override string ToString() => $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\")";
}
