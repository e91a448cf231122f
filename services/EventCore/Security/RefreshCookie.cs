namespace TicketBooking.EventCore.Security;

/// <summary>Carries the refresh token; scripts cannot read it, other sites cannot send it, only the auth routes receive it.</summary>
internal static class RefreshCookie
{
    public const string Name = "refresh_token";

    public static RefreshToken? Read(HttpRequest request) =>
        request.Cookies.TryGetValue(Name, out var text) && text.Length > 0 ? new RefreshToken(text) : null;

    public static void Set(HttpResponse response, RefreshToken token) =>
        response.Cookies.Append(Name, token.Text, Options(RefreshToken.Life));

    public static void Delete(HttpResponse response) => response.Cookies.Delete(Name, Options(maxAge: null));

    private static CookieOptions Options(TimeSpan? maxAge) => new()
    {
        HttpOnly = true,
        Secure = true,
        SameSite = SameSiteMode.Strict,
        Path = "/api/v1/auth",
        MaxAge = maxAge,
    };
}
