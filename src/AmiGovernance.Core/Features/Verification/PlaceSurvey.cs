using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>Looks at places before they are tested: settings, instances, and images for the tests.</summary>
/// <param name="deployed">Null when the organization was not read.</param>
/// <param name="caller">Who runs the verification.</param>
internal sealed class PlaceSurvey(
    IPlaceReader reader,
    ImageChoice choice,
    ModeExpectations expectations,
    DeployedPolicies? deployed,
    CallerDetails caller,
    string roleName
)
{
    public async Task<PlaceUnderTest> Look(VerifiedAccount account, RegionName region, CancellationToken cancel)
    {
        var place = new VerificationPlace(account.Id, region);
        var expected = expectations.Of(account.Mode);
        var declarative = expected.Policies.Declarative;
        var attributes = DeclarativeAttributes.WithState.Where(a => declarative.StateOf(a) is not null);
        var settings = await reader.GetSettings(place, [.. attributes], cancel);
        var instances = await reader.FindInstances(place, cancel);
        return new PlaceUnderTest(place, account, expected, deployed, PrincipalIn(account.Id, expected))
        {
            Settings = settings,
            Instances = instances,
            Approved = await choice.Approved(place, cancel),
            NotApproved = await choice.NotApproved(place, caller.Account, instances, cancel),
            Own = await reader.FindImage(place, ImageSearch.Own, _ => true, cancel),
        };
    }

    /// <summary>In the caller's own account no role is assumed.</summary>
    private string PrincipalIn(AccountId account, Expectations expected) =>
        account == caller.Account ? PrincipalNames.RoleOf(caller.Arn) : expected.RoleArn(account, roleName);

    /// <summary>An image that one place was denied by our policy is known to EC2: so it is to the other places of the Region.</summary>
    public static void ShareDenials(ImmutableArray<PlaceUnderTest> tests)
    {
        var denied = tests
            .SelectMany(t => t.Lines)
            .Where(l => l is { Item: ChecklistItem.OtherLaunches, Evidence: EvidenceKind.DryRun })
            .Where(l => l.Result == LineResult.AsExpected && l.Answer is { Code.Length: > 0 })
            .Select(l => (l.Region, l.Subject))
            .ToHashSet();
        foreach (var test in tests)
            if (test.NotApproved is { } image)
                test.NotApproved = image with { WasDenied = denied.Contains((test.Place.Region, image.Id.Value)) };
    }

    /// <summary>Where no image that is not approved was found, what the other places of the Region found may do.</summary>
    public void ShareImages(ImmutableArray<PlaceUnderTest> tests)
    {
        foreach (var test in tests.Where(t => t.NotApproved is null))
        {
            var elsewhere = tests
                .Where(t => t.Place.Region == test.Place.Region)
                .Select(t => t.NotApproved)
                .OfType<ChosenImage>();
            test.NotApproved = choice.LastResort(test.Place, elsewhere, test.Own);
        }
    }
}
