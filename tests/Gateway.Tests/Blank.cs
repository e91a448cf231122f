using System.Net.Http.Headers;
using System.Text;

namespace TicketBooking.Gateway.Tests;

/// <summary>A JSON body of any size, which is nothing but space.</summary>
internal static class Blank
{
    public static ByteArrayContent OfSize(int size) =>
        new(Encoding.ASCII.GetBytes(new string(' ', size))) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
}
