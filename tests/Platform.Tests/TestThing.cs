namespace TicketBooking.Platform.Tests;

/// <summary>A body with all kinds of values that hold others.</summary>
public sealed record TestThing(
    string? Name, int SeatCount, TestPart? Inner, IReadOnlyList<TestPart?>? Parts, Dictionary<string, string>? Words, Optional<TestPart[]> Later = default);

/// <summary>A value in it.</summary>
public sealed record TestPart(string? Label);
