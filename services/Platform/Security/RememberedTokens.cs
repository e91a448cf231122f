using Microsoft.Extensions.Caching.Memory;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace TicketBooking.Platform;

/// <summary>
/// Validates access tokens and remembers the good ones, so that a signature is checked once and not at every request. What can change is looked
/// at each time: the token's times, whether the key that signed it is still published, and, elsewhere, whether the user is banned. Keys
/// that are fetched anew are other keys: each token is then checked once more.
/// </summary>
internal sealed class RememberedTokens(TimeProvider clock) : JsonWebTokenHandler, IDisposable
{
    /// <summary>A token takes about 4 KiB.</summary>
    private const int Most = 10_000;

    private readonly MemoryCache _good = new(new MemoryCacheOptions { SizeLimit = Most });

    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        if (_good.TryGetValue(token, out TokenValidationResult? known) && await IsStillGoodAsync(known!.SecurityToken, validationParameters))
        {
            return known;
        }

        var result = await base.ValidateTokenAsync(token, validationParameters);
        if (result.IsValid)
        {
            _good.Set(token, result, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpiration = result.SecurityToken.ValidTo });
        }

        return result;
    }

    public void Dispose() => _good.Dispose();

    private async Task<bool> IsStillGoodAsync(SecurityToken token, TokenValidationParameters validation)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        // A time that a token does not have is the first or last one there is: nothing is added to it.
        return now - validation.ClockSkew <= token.ValidTo
            && now + validation.ClockSkew >= token.ValidFrom
            && (await validation.ConfigurationManager.GetBaseConfigurationAsync(CancellationToken.None)).SigningKeys.Contains(token.SigningKey);
    }
}
