using System.Net.Http.Headers;
using System.Text;

namespace TicketBooking.OnSale.Machine;

/// <summary>A user of the public API: an access token, and an address of its own that the trusted proxy tells.</summary>
/// <param name="token">The access token.</param>
/// <param name="number">Gives the address, in 10.0.0.0/8.</param>
internal sealed class Shopper(string token, int number)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly AuthenticationHeaderValue _authorization = new("Bearer", token);
    private readonly string _address = $"10.{(number >> 16) & 255}.{(number >> 8) & 255}.{number & 255}";

    public HttpRequestMessage Get(string path) => Request(HttpMethod.Get, path);

    public HttpRequestMessage Delete(string path) => Request(HttpMethod.Delete, path);

    public HttpRequestMessage Post(string path, string json, Guid? key = null)
    {
        var request = Request(HttpMethod.Post, path);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json)) { Headers = { ContentType = Json } };
        if (key is { } given)
        {
            request.Headers.Add("Idempotency-Key", given.ToString());
        }

        return request;
    }

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = _authorization;
        request.Headers.Add("X-Forwarded-For", _address);
        return request;
    }
}
