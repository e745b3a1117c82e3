using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Calibration;
using AmiGovernance.Core.Features.Organizations;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>
/// The runbook's chapter "Verifying Enforcement": its tests in chosen accounts and Regions, what was expected beside what AWS
/// answered, and its checklist. Nothing stays behind.
/// </summary>
/// <param name="organizations">Tells which accounts there are and which policies reach them.</param>
/// <param name="identity">Tells who runs the verification.</param>
/// <param name="calls">What is tried and read in each place.</param>
/// <param name="records">CloudTrail's records of what was tried.</param>
/// <param name="files">Holds the configuration and the deployment record.</param>
/// <param name="time">Today's policies are expected; CloudTrail is waited for.</param>
/// <param name="progress">Told of each place that is done; null where nobody watches.</param>
public sealed class VerifyEnforcement(
    IOrganizations organizations,
    IAwsIdentity identity,
    IVerificationCalls calls,
    ICallRecords records,
    IFileStore files,
    TimeProvider time,
    IProgress<ReadProgress>? progress = null
)
{
    /// <summary>
    /// Null with a report when the configuration gives no policies. Throws <see cref="AwsException"/> when the caller cannot be found
    /// out; any other call that AWS refuses is a gap of the report.
    /// </summary>
    /// <param name="request">What is verified.</param>
    /// <param name="bag">Takes what is wrong with the configuration, warnings, and instances that could not be ended.</param>
    /// <param name="cancel">Ends the verification; an instance that was launched is ended first.</param>
    public async Task<VerificationReport?> Run(VerificationRequest request, DiagnosticBag bag, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var config = RepositoryFiles.ReadConfig(files, request.ConfigPath, bag);
        if (config is null || bag.HasErrors)
            return null;
        if (ModeExpectations.Of(config, now, bag) is not { } expectations)
            return null;

        var gaps = new VerificationGaps();
        var caller = await identity.GetCallerIdentity(cancel);
        var deployed = await ReadDeployed(config, gaps, cancel);
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var management = await ManagementAccount(deployed, cancel);
        var scope = new VerificationScope(config, deployed, management, request.Mode, today);
        var accounts = scope.Choose(request.Accounts, caller.Account);
        Warn(config, deployed, accounts, now, bag);

        var effective = await CheckEffectivePolicies(accounts, deployed, expectations, gaps, cancel);
        var witnesses = scope.Witnesses(caller.Account);
        var choice = new ImageChoice(calls, config, expectations.Enforced, request, witnesses);
        var survey = new PlaceSurvey(calls, choice, expectations, deployed, caller, request.RoleName);
        var places = new PlaceRunner(gaps, progress);
        var tests = await LookAt(accounts, request.Regions, survey, places, cancel);
        var measured = MeasuredFacts.Read(files, Partitions.Of(request.Regions[0]), bag).Known;
        var checks = new PlaceChecks(calls, config, request, measured, today, time, bag);
        var answered = await places.Each("places tried without effect", tests, checks.DryRuns, cancel);
        PlaceSurvey.ShareDenials(answered);
        await places.Each("places tested", answered, checks.Run, cancel);
        if (request.CloudTrail)
            await FindRecords(tests, places, now, cancel);

        var lines = effective.Concat(tests.SelectMany(t => t.Lines));
        return new VerificationReport(now, accounts, request.Regions, [.. lines], gaps.Sorted);
    }

    /// <summary>Nothing where the service knows no EC2 policies: no account has an effective one.</summary>
    private async Task<ImmutableArray<VerificationLine>> CheckEffectivePolicies(
        ImmutableArray<VerifiedAccount> accounts,
        DeployedPolicies? deployed,
        ModeExpectations expectations,
        VerificationGaps gaps,
        CancellationToken cancel
    ) =>
        deployed is not null && ScpAlone.In(deployed.Organization)
            ? []
            : await new EffectivePolicyCheck(organizations, gaps).Run(accounts, expectations, cancel);

    /// <summary>Null when the caller may not read the organization: then what depends on it is not checked.</summary>
    private async Task<DeployedPolicies?> ReadDeployed(
        GovernanceConfig config,
        VerificationGaps gaps,
        CancellationToken cancel
    )
    {
        try
        {
            var organization = await new ReadOrganization(organizations, progress).Read(config.Targets, cancel);
            return new DeployedPolicies(organization, config);
        }
        catch (AwsException e) when (e.IsAccessDenied || e.Code == "AWSOrganizationsNotInUseException")
        {
            gaps.Add(null, null, e);
            return null;
        }
    }

    /// <summary>Every member account may ask for it. Null when it could not be found out.</summary>
    private async Task<AccountId?> ManagementAccount(DeployedPolicies? deployed, CancellationToken cancel)
    {
        if (deployed is not null)
            return deployed.Organization.ManagementAccount;
        try
        {
            return (await organizations.DescribeOrganization(cancel)).ManagementAccount;
        }
        catch (AwsException)
        {
            return null;
        }
    }

    private void Warn(
        GovernanceConfig config,
        DeployedPolicies? deployed,
        ImmutableArray<VerifiedAccount> accounts,
        DateTimeOffset now,
        DiagnosticBag bag
    )
    {
        var warnings = new VerificationWarnings(config, bag);
        warnings.NotGoverned(accounts, deployed);
        warnings.ModeUnlikeConfig(accounts);
        warnings.TooSoon(files, now);
        if (deployed is not null && ScpAlone.In(deployed.Organization))
            DegradedDiagnostics.ReportScpAlone(bag);
    }

    private static async Task<ImmutableArray<PlaceUnderTest>> LookAt(
        ImmutableArray<VerifiedAccount> accounts,
        ImmutableArray<RegionName> regions,
        PlaceSurvey survey,
        PlaceRunner places,
        CancellationToken cancel
    )
    {
        var toLookAt = accounts
            .SelectMany(account => regions.Select(region => (Account: account, Region: region)))
            .ToList();
        var tests = await places.Each(
            "places looked at",
            toLookAt,
            place => new VerificationPlace(place.Account.Id, place.Region),
            (place, stop) => survey.Look(place.Account, place.Region, stop),
            cancel
        );
        survey.ShareImages(tests);
        return tests;
    }

    private Task<ImmutableArray<PlaceUnderTest>> FindRecords(
        ImmutableArray<PlaceUnderTest> tests,
        PlaceRunner places,
        DateTimeOffset since,
        CancellationToken cancel
    )
    {
        var check = new TrailCheck(records, time);
        return places.Each(
            "places whose records were looked for",
            tests,
            (test, stop) => check.Run(test, since, stop),
            cancel
        );
    }
}
