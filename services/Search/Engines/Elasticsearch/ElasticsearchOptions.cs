using System.ComponentModel.DataAnnotations;

namespace TicketBooking.Search.Engines.Elasticsearch;

/// <summary>Settings under <c>Search:Elasticsearch</c>. The server must be a 9.x: older ones refuse the client of 9.x.</summary>
internal sealed class ElasticsearchOptions
{
    public const string Section = "Search:Elasticsearch";

    /// <summary>Address of the server, or of what balances the load of several.</summary>
    [Required(ErrorMessage = "Search:Elasticsearch:Uri is not set; Search:Engine = elasticsearch needs it.")]
    public Uri? Uri { get; set; }

    /// <summary>Encoded key; counts before name and password.</summary>
    public string? ApiKey { get; set; }

    public string? Username { get; set; }

    public string? Password { get; set; }

    /// <summary>SHA-256 of the certificate of the server's own authority, in hexadecimal.</summary>
    public string? CertificateFingerprint { get; set; }

    /// <summary>The alias that searches read, and how the names of its indexes begin. Systems that share a server need one each.</summary>
    [RegularExpression("^[a-z][a-z0-9]{0,49}$")]
    public string Index { get; set; } = "events";

    /// <summary>Copies of each shard beside the first.</summary>
    [Range(0, 9)]
    public int Replicas { get; set; } = 1;
}
