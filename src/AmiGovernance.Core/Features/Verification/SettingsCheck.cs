using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>What is in force in a Region of each attribute that the declarative policy sets, and by whom.</summary>
internal static class SettingsCheck
{
    public static void Run(PlaceUnderTest test)
    {
        test.Add(AllowedImages(test));
        foreach (var (name, found) in test.Settings.States)
            test.Add(State(test, DeclarativeAttributes.WithState.Single(a => a.Name == name), found));
    }

    private static VerificationLine AllowedImages(PlaceUnderTest test)
    {
        var settings = test.Settings;
        var expected = Managed(test.Account.Mode.ApiName());
        var line = test.Line(
            ChecklistItem.OtherLaunches,
            EvidenceKind.Settings,
            "Allowed AMIs in the Region",
            expected.ToString()
        );
        if (settings.Images != expected)
            return line.Judged(LineResult.NotAsExpected, settings.Images.ToString());

        var wanted = DeclarativeComparison.Providers(test.Expected.Policies.Declarative);
        return settings.Providers.SetEquals(wanted)
            ? line.Judged(LineResult.AsExpected, settings.Images.ToString())
            : line.Judged(
                LineResult.NotAsExpected,
                settings.Images.ToString(),
                "the providers are not those of the configuration"
            );
    }

    private static VerificationLine State(PlaceUnderTest test, StateAttribute attribute, ManagedState found)
    {
        var wanted = test.Expected.Policies.Declarative.StateOf(attribute) ?? attribute.Weakest;
        var expected = Managed(StateAttribute.ApiName(wanted));
        return test.Line(
                ChecklistItem.PublicSharing,
                EvidenceKind.Settings,
                $"{attribute.Title} in the Region",
                expected.ToString()
            )
            .Judged(found == expected ? LineResult.AsExpected : LineResult.NotAsExpected, found.ToString());
    }

    private static ManagedState Managed(string state) => new(state, ManagedState.ByDeclarativePolicy);
}
