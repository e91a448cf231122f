using Google.Protobuf;

namespace TicketBooking.DaprWire;

/// <summary>A method of a gRPC service: its path and how its two messages are read.</summary>
public sealed record GrpcMethod<TRequest, TResponse>(string Path, MessageParser<TRequest> RequestParser, MessageParser<TResponse> ResponseParser)
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>;
