namespace Grpc.Core;

/// <summary>A call that did not end with <see cref="StatusCode.OK"/>.</summary>
public class RpcException : Exception
{
    /// <summary>A call that ended so.</summary>
    public RpcException(Status status)
        : this(status, status.ToString())
    {
    }

    /// <summary>A call that ended so, with another message.</summary>
    public RpcException(Status status, string message)
        : base(message) =>
        Status = status;

    internal RpcException(Status status, Exception innerException)
        : base(status.ToString(), innerException) =>
        Status = status;

    /// <summary>How the call ended.</summary>
    public Status Status { get; }

    /// <summary>The code of <see cref="Status"/>.</summary>
    public StatusCode StatusCode => Status.StatusCode;
}
