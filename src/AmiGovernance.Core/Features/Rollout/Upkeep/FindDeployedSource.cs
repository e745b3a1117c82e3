using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Rollout.Upkeep;

/// <summary>
/// Finds which reviewed configuration the deployed policies are made from, and of which day they are: a commit and a day of which they
/// would be generated to the byte. So what ends by itself is told from what somebody changed, and a merge that is not deployed yet is not
/// deployed in passing.
/// </summary>
/// <param name="commits">The reviewed configurations.</param>
/// <param name="configPath">The configuration's.</param>
internal sealed class FindDeployedSource(ICommitReader commits, string configPath)
{
    /// <summary>Configurations that are tried, the newest first: an older one that is deployed still is rare.</summary>
    private const int MostCommits = 50;

    private (string Question, DeployedSource? Answer)? last;

    /// <summary>The same question has the same answer, and most looks ask the same.</summary>
    private DeployedSource? Remember(string question, Func<DeployedSource?> find)
    {
        if (last is { } known && known.Question == question)
            return known.Answer;
        var found = find();
        last = (question, found);
        return found;
    }

    /// <summary>Null when no configuration gives these policies.</summary>
    /// <param name="deployed">The organization with our policies as they were deployed.</param>
    /// <param name="head">The id of the newest reviewed commit.</param>
    /// <param name="today">In UTC.</param>
    /// <exception cref="GitException">There is no repository, or git fails.</exception>
    public DeployedSource? Run(Organization deployed, string head, DateOnly today) =>
        Remember(Question(deployed, head, today), () => Search(deployed, head, today));

    private static string Question(Organization deployed, string head, DateOnly today)
    {
        var policies = deployed.Policies.Select(p => $"{p.Id} {p.Name} {p.Content}");
        var places = deployed.Attachments.Select(a => $"{a.PolicyId} {a.TargetId}");
        var units = deployed.Units.Select(u => $"{u.Id} {u.ParentId}");
        return string.Join('\n', [head, today.Text(), .. policies, .. places, .. units]);
    }

    private DeployedSource? Search(Organization deployed, string head, DateOnly today)
    {
        var earlier = commits.Log(head, configPath).Select(c => c.Facts.Id).Where(id => id != head);
        return new[] { head }
            .Concat(earlier.Take(MostCommits))
            .Select(commit => Find(commit, deployed, today))
            .FirstOrDefault(source => source is not null);
    }

    /// <summary>The configuration of a commit; null when it has none that can be used.</summary>
    public GovernanceConfig? ConfigOf(string commit) =>
        commits.Read(commit, configPath) is { } source
            ? Reading.Of(bag => ConfigReader.Read(source, bag)).IfSound
            : null;

    private DeployedSource? Find(string commit, Organization deployed, DateOnly today)
    {
        if (ConfigOf(commit) is not { } config)
            return null;
        return DaysOf(config, today)
            .Select(day => new DeployedSource(commit, config, day))
            .FirstOrDefault(source => Gives(source, deployed));
    }

    /// <summary>
    /// Today, and the last day with each exception that has ended; the latest first. Between them the policies do not change.
    /// </summary>
    private static IEnumerable<DateOnly> DaysOf(GovernanceConfig config, DateOnly today) =>
        config
            .Exceptions.Select(e => e.ExpiresOn)
            .OfType<DateOnly>()
            .Where(end => end <= today)
            .Select(end => end.AddDays(-1))
            .Append(today)
            .Distinct()
            .OrderDescending();

    private static bool Gives(DeployedSource source, Organization deployed) =>
        Wanted(source.Config, source.Day, deployed) is { } wanted
        && Planner.Plan(deployed, wanted, adopt: false).Plan is { IsEmpty: true };

    /// <summary>
    /// What a configuration gives on a day, in the mode and with the stages of an organization; null when AWS would not accept it, or the
    /// organization has no policies of ours.
    /// </summary>
    public static DesiredState? Wanted(GovernanceConfig config, DateOnly day, Organization organization)
    {
        if (Policies(config, day, organization) is not { } dist)
            return null;
        var repository = new ValidatedRepository(config, dist);
        return KeptStages.In(DesiredState.Of(config, dist), repository, organization, day);
    }

    /// <summary>The policies that a configuration gives on a day in the mode of an organization; null as above.</summary>
    internal static Dist? Policies(GovernanceConfig config, DateOnly day, Organization organization)
    {
        const string Folder = "dist";
        if (PlannedMode.In(organization).Mode is not { } mode)
            return null;
        if (KeptStages.Generated(config, mode, day) is not { } generated)
            return null;
        var sources = generated.Files.ToImmutableSortedSources(Folder);
        return Reading.Of(bag => Dist.Read(Folder, sources, bag)).Sound;
    }
}
