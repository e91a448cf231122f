using Npgsql;
using TicketBooking.StripeSimulator.Api;

namespace TicketBooking.StripeSimulator.Calls;

/// <summary>A call being served: what was asked and the transaction it runs in.</summary>
internal sealed record Call(ApiRequest Request, Effects Effects)
{
    public Parameters Parameters => Request.Parameters;

    public NpgsqlConnection Db => Effects.Db;

    public void RequireSecretKey()
    {
        if (Request.Key != KeyKind.Secret)
        {
            throw Errors.SecretKeyRequired();
        }
    }
}
