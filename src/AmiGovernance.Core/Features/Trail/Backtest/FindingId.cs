using System.Security.Cryptography;
using System.Text;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Trail.Backtest;

/// <summary>
/// What a finding is called: `launch-ACCOUNT-OWNER`, or `creation-ACCOUNT-` and a hash of the caller. The same in every run, and
/// a name of a file whatever the records say.
/// </summary>
internal static class FindingId
{
    private const int HashDigits = 10;

    /// <summary>
    /// Launches are asked about by account and owner (by image, parameter or launch template when the owner is unknown), other calls by
    /// their caller.
    /// </summary>
    public static string Of(ReportedCalls calls)
    {
        var key = calls.Key;
        var account = AccountId.IsValid(key.Account) ? key.Account : "unknown";
        var about = key.Kind == CallKind.Launch ? AboutLaunch(calls) : Hash($"{key.Caller}\n{key.Action}");
        return $"{key.Kind.Name()}-{account}-{about}";
    }

    private static string AboutLaunch(ReportedCalls calls)
    {
        if (calls.Owner != ImageOwners.Unknown)
            return IsPlain(calls.Owner) ? calls.Owner : Hash(calls.Owner);
        if (CallImages.IsParameter(calls.Key.Image))
            return $"parameter-{Hash(calls.Key.Image)}";
        if (LaunchedTemplate.Parse(calls.Key.Image) is { } template)
            return $"template-{Hash(template.ToString())}";
        return CallImages.IsImage(calls.Key.Image) ? calls.Key.Image : "no-image";
    }

    private static bool IsPlain(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashDigits];
}
