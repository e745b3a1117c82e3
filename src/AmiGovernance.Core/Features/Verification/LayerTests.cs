using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>What shows the declarative layer, which no dry run reaches: the effective policy, the settings, and the marks on images.</summary>
internal static class LayerTests
{
    /// <param name="content">As DescribeEffectivePolicy answers; null when the account has none.</param>
    public static VerificationLine Effective(VerificationLine line, string? content, DeclarativePolicy wanted)
    {
        line = line with { Expected = Describe(wanted) };
        if (content is null)
            return line with { Result = LineResult.NotAsExpected, Actual = "no EC2 policy reaches the account" };
        var bag = new DiagnosticBag();
        if (
            DeclarativePolicyParser.ParseEffective(SourceText.FromString("effective policy", content), bag)
            is not { } found
        )
            return line with
            {
                Result = LineResult.NotChecked,
                Actual = "cannot be read",
                Note = bag.ToSorted().FirstOrDefault()?.Message ?? "",
            };
        var difference = Difference(wanted, found);
        return line with
        {
            Result = difference.Length == 0 ? LineResult.AsExpected : LineResult.NotAsExpected,
            Actual = Describe(found),
            Note = difference,
        };
    }

    private static string Describe(DeclarativePolicy policy) =>
        $"{policy.State?.Name() ?? "no state"}, {Plural.Of(Providers(policy).Count, "provider")}{(policy.BlocksPublicAccess == true ? ", public sharing blocked" : "")}";

    private static ImmutableSortedSet<string> Providers(DeclarativePolicy policy) =>
        policy.Criteria.SelectMany(c => c.Providers).ToImmutableSortedSet(StringComparer.Ordinal);

    private static string Difference(DeclarativePolicy wanted, DeclarativePolicy found)
    {
        var (expected, actual) = (Providers(wanted), Providers(found));
        var differences = new List<string>();
        if (wanted.State != found.State)
            differences.Add($"the state is {found.State?.Name() ?? "not set"} instead of {wanted.State?.Name()}");
        if (expected.Except(actual) is { Count: > 0 } missing)
            differences.Add($"not allowed: {string.Join(", ", missing)}");
        if (actual.Except(expected) is { Count: > 0 } extra)
            differences.Add($"allowed beyond the configuration: {string.Join(", ", extra)}");
        if (differences.Count == 0 && !Criteria(wanted).SetEquals(Criteria(found)))
            differences.Add("the criteria differ");
        if (wanted.BlocksPublicAccess == true && found.BlocksPublicAccess != true)
            differences.Add("public sharing is not blocked");
        return string.Join("; ", differences);
    }

    private static HashSet<string> Criteria(DeclarativePolicy policy) =>
        [.. policy.Criteria.SelectMany(c => c.Providers.Select(p => $"{p} {c.Criteria?.GroupKey}"))];

    /// <summary>GetAllowedImagesSettings and GetImageBlockPublicAccessState: what is in force in this Region, and by whom.</summary>
    public static void Settings(PlaceUnderTest test)
    {
        var wanted = test.Expected.Policies.Declarative;
        var state = test.Enforced ? "enabled" : "audit-mode";
        var images = test.Line(
            ChecklistItem.OtherLaunches,
            EvidenceKind.Settings,
            "Allowed AMIs in the Region",
            $"{state}, managed by {ImageSettings.ByDeclarativePolicy}"
        );
        var right =
            test.Settings.ImagesState == state && test.Settings.ImagesManagedBy == ImageSettings.ByDeclarativePolicy;
        var providers = right && !test.Settings.Providers.SetEquals(Providers(wanted));
        test.Add(
            images with
            {
                Result = right && !providers ? LineResult.AsExpected : LineResult.NotAsExpected,
                Actual = $"{test.Settings.ImagesState}, managed by {test.Settings.ImagesManagedBy}",
                Note = providers ? "the providers are not those of the configuration" : "",
            }
        );
        if (wanted.BlocksPublicAccess != true)
            return;
        var sharing = test.Line(
            ChecklistItem.PublicSharing,
            EvidenceKind.Settings,
            "block public access in the Region",
            $"block-new-sharing, managed by {ImageSettings.ByDeclarativePolicy}"
        );
        test.Add(
            sharing with
            {
                Result = test.Settings
                    is {
                        PublicAccessState: "block-new-sharing",
                        PublicAccessManagedBy: ImageSettings.ByDeclarativePolicy
                    }
                    ? LineResult.AsExpected
                    : LineResult.NotAsExpected,
                Actual = $"{test.Settings.PublicAccessState}, managed by {test.Settings.PublicAccessManagedBy}",
            }
        );
    }

    /// <summary>`ImageAllowed` of DescribeImages in audit mode; enforced, images that are not allowed are not shown (EC2 user guide, "Allowed AMIs").</summary>
    public static void Marks(PlaceUnderTest test)
    {
        if (test.Approved is { } approved)
        {
            var line = test.Line(
                ChecklistItem.ApprovedLaunches,
                EvidenceKind.ImageMark,
                "an approved image for Allowed AMIs",
                "allowed"
            ) with
            {
                Subject = approved.Id,
            };
            test.Add(
                approved.IsVisible == false ? line with { Result = LineResult.NotAsExpected, Actual = "hidden" }
                : approved.Image.Allowed == false
                    ? line with
                    {
                        Result = LineResult.NotAsExpected,
                        Actual = "ImageAllowed is false",
                    }
                : line with
                {
                    Result = LineResult.AsExpected,
                    Actual = approved.Image.Allowed == true ? "ImageAllowed is true" : "shown",
                }
            );
        }
        if (test.NotApproved is not { } other || other.Image.Facts.OwnerId == test.Place.Account.Value)
            return;
        var mark = test.Line(
            ChecklistItem.OtherLaunches,
            EvidenceKind.ImageMark,
            "an image that is not approved, for Allowed AMIs",
            test.Enforced ? "hidden" : "ImageAllowed is false"
        ) with
        {
            Subject = other.Id,
        };
        test.Add(
            (test.Enforced, other.IsVisible, other.Image.Allowed) switch
            {
                (true, false, _) => mark with
                {
                    Result = LineResult.AsExpected,
                    Actual = "hidden",
                    Note = "an image that is not shared with the account is hidden too",
                },
                (_, null, false) => mark with
                {
                    Result = LineResult.AsExpected,
                    Actual = "ImageAllowed is false",
                    Note = "as the instance that was launched from it says",
                },
                (false, true, false) => mark with { Result = LineResult.AsExpected, Actual = "ImageAllowed is false" },
                (false, false, _) => mark with
                {
                    Result = LineResult.NotChecked,
                    Actual = "not checked",
                    Note = "the image is not visible to the account",
                },
                (_, true, var allowed) => mark with
                {
                    Result = LineResult.NotAsExpected,
                    Actual = allowed switch
                    {
                        true => "ImageAllowed is true",
                        false => "shown, ImageAllowed is false",
                        null => "shown without mark",
                    },
                },
                (_, null, _) => mark with
                {
                    Result = LineResult.NotAsExpected,
                    Actual = other.Image.Allowed == true ? "ImageAllowed is true" : "no mark",
                },
            }
        );
    }
}
