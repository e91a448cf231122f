namespace TicketBooking.Search.Engines.Postgres;

/// <summary>A term of a query, with what a document may have in its place.</summary>
/// <param name="Text">The term, folded.</param>
/// <param name="IsKnown">Whether a document has it as it is.</param>
/// <param name="IsBeginning">Whether words that begin with it are meant too.</param>
/// <param name="Similar">Words of documents that it may be a misspelling of; only for one that is not known.</param>
internal sealed record QueryWord(string Text, bool IsKnown, bool IsBeginning, IReadOnlyList<string> Similar);
