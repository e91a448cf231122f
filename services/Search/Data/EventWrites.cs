using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;
using NpgsqlTypes;
using TicketBooking.Postgres;
using TicketBooking.Search.Domain;

namespace TicketBooking.Search.Data;

/// <summary>Writes the truth: events, their words, and that an index may not have them yet.</summary>
internal static class EventWrites
{
    // A document of the same version with other contents is newer all the same: its event was published anew, after a repair.
    private const string IsNewer = """
        e.version < excluded.version OR (e.version = excluded.version AND
          (e.status, e.title, e.description, e.category, e.language, e.venue_id, e.venue, e.city, e.starts_at, e.ends_at, e.currency, e.min_price_minor, e.max_price_minor)
          IS DISTINCT FROM
          (excluded.status, excluded.title, excluded.description, excluded.category, excluded.language, excluded.venue_id, excluded.venue,
            excluded.city, excluded.starts_at, excluded.ends_at, excluded.currency, excluded.min_price_minor, excluded.max_price_minor))
        """;

    // Words are stored twice: as they are, and as stems of the document's language. So a word is found in any language, and its forms in one.
    private const string Apply = $"""
        WITH incoming AS (
          SELECT DISTINCT ON (d.id) d.*, d.configuration::regconfig AS config,
            fold(d.title_words) AS title_text, fold(concat_ws(' ', d.venue_words, d.city_words)) AS place_text,
            fold(d.category_words) AS category_text, fold(d.description_words) AS description_text
          FROM ROWS FROM (jsonb_to_recordset($1) AS (
            id uuid, version bigint, status text, title text, description text, category text, language text, venue_id uuid, venue text, city text,
            starts_at timestamptz, ends_at timestamptz, currency text, min_price_minor bigint, max_price_minor bigint,
            configuration text, title_words text, venue_words text, city_words text, category_words text, description_words text))
            WITH ORDINALITY AS d
          WHERE NOT EXISTS (SELECT FROM tbl_event t WHERE t.id = d.id AND t.version > d.version)
          ORDER BY d.id, d.version DESC, d.ordinality DESC
        ), vectors AS (
          SELECT i.*,
            setweight(to_tsvector('simple', title_text) || to_tsvector(config, title_text), 'A')
              || setweight(to_tsvector('simple', place_text) || to_tsvector(config, place_text), 'B')
              || setweight(to_tsvector('simple', category_text) || to_tsvector(config, category_text), 'C') AS head,
            setweight(to_tsvector('simple', description_text) || to_tsvector(config, description_text), 'D') AS body
          FROM incoming i
        ), applied AS (
          INSERT INTO tbl_event AS e (
            id, version, status, title, description, category, language, venue_id, venue, city, starts_at, ends_at, currency, min_price_minor,
            max_price_minor, configuration, title_key, head, document)
          SELECT id, version, status, title, description, category, language, venue_id, venue, city, starts_at, ends_at, currency, min_price_minor,
            max_price_minor, configuration, title_text, head, head || body
          FROM vectors ORDER BY id
          ON CONFLICT (id) DO UPDATE SET
            version = excluded.version, document_version = e.document_version + 1, status = excluded.status, title = excluded.title,
            description = excluded.description, category = excluded.category, language = excluded.language, venue_id = excluded.venue_id,
            venue = excluded.venue, city = excluded.city, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
            currency = excluded.currency, min_price_minor = excluded.min_price_minor, max_price_minor = excluded.max_price_minor,
            configuration = excluded.configuration, title_key = excluded.title_key, head = excluded.head, document = excluded.document
          WHERE {IsNewer}
          RETURNING e.id, e.document_version
        ), words AS (
          INSERT INTO tbl_word
          SELECT DISTINCT word
          FROM applied JOIN incoming USING (id), string_to_table(concat_ws(' ', title_text, place_text, category_text, description_text), ' ') AS used (word)
          WHERE length(word) BETWEEN 3 AND 40 AND NOT EXISTS (SELECT FROM tbl_word known WHERE known.word = used.word)
          ORDER BY word
          ON CONFLICT DO NOTHING
        ), languages AS (
          INSERT INTO tbl_language
          SELECT DISTINCT configuration FROM incoming WHERE configuration NOT IN (SELECT configuration FROM tbl_language) ORDER BY 1
          ON CONFLICT DO NOTHING
        ), dirty AS (
          INSERT INTO tbl_dirty_event (event_id, document_version)
          SELECT id, document_version FROM applied ORDER BY id
          ON CONFLICT (event_id) DO UPDATE SET document_version = excluded.document_version, due_at = now(), tries = 0
        )
        SELECT count(*) FROM applied
        """;

    private const string MarkDeleted = """
        WITH gone AS (
          UPDATE tbl_event e SET status = 'DELETED', version = version + 1, document_version = e.document_version + 1
          FROM unnest($1::uuid[], $2::bigint[]) AS seen (id, document_version)
          WHERE e.id = seen.id AND e.document_version = seen.document_version
          RETURNING e.id, e.document_version
        ), dirty AS (
          INSERT INTO tbl_dirty_event (event_id, document_version)
          SELECT id, document_version FROM gone ORDER BY id
          ON CONFLICT (event_id) DO UPDATE SET document_version = excluded.document_version, due_at = now(), tries = 0
        )
        SELECT count(*) FROM gone
        """;

    /// <summary>
    /// Stores documents, in any order and as often as they come: of each event the highest version stays. One statement, which is a
    /// transaction of its own.
    /// </summary>
    /// <returns>How many events it changed.</returns>
    public static Task<long> ApplyAsync(NpgsqlDataSource database, IEnumerable<EventDocument> documents, CancellationToken cancellationToken)
    {
        var command = database.Command(Apply);
        var rows = JsonSerializer.SerializeToUtf8Bytes([.. documents.Select(EventRow.Of)], EventRowJson.Default.EventRowArray);
        command.Parameters.Add(new NpgsqlParameter { Value = rows, NpgsqlDbType = NpgsqlDbType.Jsonb });
        return command.ScalarAsync<long>(cancellationToken);
    }

    /// <summary>Marks events as deleted, unless they changed after they were seen.</summary>
    /// <param name="database">The database.</param>
    /// <param name="seen">The events, with the document version that was seen.</param>
    /// <param name="cancellationToken">Cancels all of it.</param>
    /// <returns>How many events it changed.</returns>
    public static Task<long> MarkDeletedAsync(
        NpgsqlDataSource database, IReadOnlyDictionary<Guid, long> seen, CancellationToken cancellationToken) =>
        database.Command(MarkDeleted, seen.Keys.ToArray(), seen.Values.ToArray()).ScalarAsync<long>(cancellationToken);
}

/// <summary>A document as the statement reads it, with its words cut.</summary>
internal sealed record EventRow(
    Guid Id,
    long Version,
    string Status,
    string Title,
    string? Description,
    string? Category,
    string Language,
    Guid VenueId,
    string Venue,
    string City,
    DateTimeOffset StartsAt,
    DateTimeOffset? EndsAt,
    string Currency,
    long MinPriceMinor,
    long MaxPriceMinor,
    string Configuration,
    string TitleWords,
    string VenueWords,
    string CityWords,
    string CategoryWords,
    string DescriptionWords)
{
    public static EventRow Of(EventDocument document) => new(
        document.Id,
        document.Version,
        document.Status,
        document.Title,
        document.Description,
        document.Category,
        document.Language,
        document.VenueId,
        document.Venue,
        document.City,
        document.StartsAt,
        document.EndsAt,
        document.Currency,
        document.MinPriceMinor,
        document.MaxPriceMinor,
        Languages.Of(document.Language)?.Configuration ?? Languages.Simple,
        WordBreaker.TokensOf(document.Title),
        WordBreaker.TokensOf(document.Venue),
        WordBreaker.TokensOf(document.City),
        WordBreaker.TokensOf(document.Category),
        WordBreaker.TokensOf(document.Description));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(EventRow[]))]
internal sealed partial class EventRowJson : JsonSerializerContext;
