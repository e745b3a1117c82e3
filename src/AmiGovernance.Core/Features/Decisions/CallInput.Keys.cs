using System.Collections.Immutable;
using System.Globalization;
using AmiGovernance.Core.Governance.Rules;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>A condition key that says the same as another part of a call's description.</summary>
/// <param name="Option">Of the command line.</param>
/// <param name="Column">Of a table.</param>
public sealed record DecidedKey(string Key, string Option, string Column);

/// <summary>Condition keys that another part of the description decides.</summary>
public sealed partial record CallInput
{
    private const string OwnerKey = "ec2:Owner";
    private const string ClockKey = "aws:CurrentTime";
    private const string EpochKey = "aws:EpochTime";

    private static readonly ImmutableArray<DecidedKey> DecidedKeys =
    [
        new("aws:PrincipalAccount", "--account", "account"),
        new("aws:PrincipalArn", "--principal", "principal"),
        new("aws:RequestedRegion", "--region", "region"),
        new("ec2:Region", "--region", "region"),
        new(ClockKey, "--at", "time"),
        new(EpochKey, "--at", "time"),
        new("ec2:ImageID", "--image", "image"),
        new(OwnerKey, "--image-owner", "image_owner"),
        new("aws:ResourceAccount", "--image-owner-account", "image_owner_account"),
    ];

    /// <summary>Takes each key for the part that says the same; null with the problem when both say different things.</summary>
    /// <param name="nameOf">Such as the option of the part.</param>
    public CallInput? WithKeys(Func<DecidedKey, string> nameOf, out CallProblem? problem)
    {
        problem = null;
        var call = this;
        foreach (var key in DecidedKeys.Where(k => Context.ContainsKey(k.Key) && call.IsDecided(k)))
        {
            var value = Context[key.Key];
            if (call.With(key, value) is { } taken)
            {
                call = taken with { Context = taken.Context.Remove(key.Key) };
                continue;
            }
            problem = new CallProblem(
                $"`{key.Key}={value}` is no key to give: {nameOf(key)} decides it, so give it there"
            );
            return null;
        }
        problem = call.Context.Select(c => ValueProblem(c.Key, c.Value)).FirstOrDefault(p => p is not null);
        return problem is null ? call : null;
    }

    /// <summary>Such as `ec2:Public=maybe`, of which no policy would say what AWS does.</summary>
    private static CallProblem? ValueProblem(string name, string value)
    {
        if (value.Length == 0 || ActionTable.TypeOf(name) is not { } key || key.CanBe(value))
            return null;
        var help = key.Type == "Bool" ? "; give true or false" : "";
        return new CallProblem(
            $"`{name}={value}`: {key.Name} is of the type {key.Type}, which has no such value{help}"
        );
    }

    /// <summary>
    /// Keys of an image say something else where the call concerns no image. That a request which makes an image carries no owner, nothing
    /// else can say.
    /// </summary>
    private bool IsDecided(DecidedKey key) =>
        !key.Column.StartsWith("image", StringComparison.Ordinal)
        || PolicyRuleInput.Matching(FullAction()).Any(a => a.Resources.Any(r => r.Type.Name == "image"))
            && !(key.Key == OwnerKey && Context[OwnerKey].Length == 0 && GuardedActions.MakesImage(FullAction()));

    private CallInput? With(DecidedKey key, string value) =>
        key.Key switch
        {
            _ when value.Length == 0 => null,
            ClockKey => WithTime(value),
            EpochKey => WithTime(OfEpoch(value)),
            _ => WithPart(key, value),
        };

    private CallInput? WithPart(DecidedKey key, string value) =>
        key.Column switch
        {
            "account" => IsSame(Account, value) ? this with { Account = value } : null,
            "principal" => IsSame(Principal, value) ? this with { Principal = value } : null,
            "region" => IsSame(Region, value) ? this with { Region = value } : null,
            "image" => IsSame(Image, value) ? this with { Image = value } : null,
            "image_owner" => IsSame(ImageOwner, value) ? this with { ImageOwner = value, IsOwnerKey = true } : null,
            // An owner's account without an owner says nothing.
            _ => ImageOwnerAccount == value || ImageOwner == value ? this : null,
        };

    private static bool IsSame(string? said, string value) => said is null || said == value;

    private CallInput? WithTime(string? text)
    {
        if (text is null || !TryParseTime(text, out var time))
            return null;
        if (Time is null)
            return this with { Time = text };
        return TryParseTime(Time, out var said) && said == time ? this : null;
    }

    /// <summary>Null for what is no count of seconds.</summary>
    private static string? OfEpoch(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("o", CultureInfo.InvariantCulture)
            : null;
}
