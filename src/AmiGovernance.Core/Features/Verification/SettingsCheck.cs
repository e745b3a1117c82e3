using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>GetAllowedImagesSettings and GetImageBlockPublicAccessState: what is in force in a Region, and by whom.</summary>
internal static class SettingsCheck
{
    public static void Run(PlaceUnderTest test)
    {
        test.Add(AllowedImages(test));
        if (test.Expected.Policies.Declarative.BlocksPublicAccess == true)
            test.Add(PublicAccess(test));
    }

    private static VerificationLine AllowedImages(PlaceUnderTest test)
    {
        var settings = test.Settings;
        var expected = Managed(test.Account.Mode.ApiName(), PlaceSettings.ByDeclarativePolicy);
        var actual = Managed(settings.ImagesState, settings.ImagesManagedBy);
        var line = test.Line(
            ChecklistItem.OtherLaunches,
            EvidenceKind.Settings,
            "Allowed AMIs in the Region",
            expected
        );
        if (actual != expected)
            return line.Judged(LineResult.NotAsExpected, actual);

        var wanted = DeclarativeComparison.Providers(test.Expected.Policies.Declarative);
        return settings.Providers.SetEquals(wanted)
            ? line.Judged(LineResult.AsExpected, actual)
            : line.Judged(LineResult.NotAsExpected, actual, "the providers are not those of the configuration");
    }

    private static VerificationLine PublicAccess(PlaceUnderTest test)
    {
        var expected = Managed(PlaceSettings.BlockNewSharing, PlaceSettings.ByDeclarativePolicy);
        var actual = Managed(test.Settings.PublicAccessState, test.Settings.PublicAccessManagedBy);
        return test.Line(
                ChecklistItem.PublicSharing,
                EvidenceKind.Settings,
                "block public access in the Region",
                expected
            )
            .Judged(actual == expected ? LineResult.AsExpected : LineResult.NotAsExpected, actual);
    }

    private static string Managed(string state, string by) => $"{state}, managed by {by}";
}
