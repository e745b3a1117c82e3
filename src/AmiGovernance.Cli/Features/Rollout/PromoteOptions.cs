using System.Collections.Immutable;
using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Features.Rollout.Gates;
using AmiGovernance.Core.Features.Rollout.Plans;
using AmiGovernance.Core.Features.Trail;

namespace AmiGovernance.Cli.Features.Rollout;

/// <param name="Request">What is promoted; the targets are those of the plan where one was reviewed and none are given.</param>
/// <param name="PlanFile">A plan that was reviewed; null for one that is made now.</param>
/// <param name="PlanOut">Where the plan is written to; null for nowhere.</param>
/// <param name="Gates">What the caller says at the gates.</param>
/// <param name="IsCheck">Whether nothing is changed.</param>
internal sealed record PromoteArguments(
    PromotionRequest Request,
    string? PlanFile,
    string? PlanOut,
    GateRequest Gates,
    bool IsCheck,
    DeploymentConsent Consent,
    IReadOnlyList<OutputTarget> Outputs
)
{
    /// <summary>Whether a carrier's files go on a branch with a merge request, not into the working folder.</summary>
    public bool OpensMergeRequest { get; init; }
}

/// <summary>What `promote` is told.</summary>
internal sealed class PromoteOptions
{
    private readonly Argument<string?> file = new("PLAN")
    {
        Description = "A file of `amigov plan --out` or `promote --out`: nothing but these calls is made",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<string?> planOut = new("--out")
    {
        Description = "Write the calls to a file for review; `amigov promote FILE` makes them",
        HelpName = "FILE",
    };
    private readonly Option<string> config = CommonOptions.Config();
    private readonly Option<string> policies = RolloutOptions.Policies();
    private readonly Option<string[]> target = RolloutOptions.Target(
        "Enforce this organizational unit or account and leave the rest as it is; may be given several times",
        "ou-ab12-abcd1234 or an account id"
    );
    private readonly Option<string> triage = new("--triage")
    {
        Description = "The folder of what was decided on replayed launches",
        HelpName = "DIR",
        DefaultValueFactory = _ => TriageFiles.DefaultFolder,
    };
    private readonly Option<string[]> regions = new("--only-region")
    {
        Description = "Look for violations in these Regions only; needs --reason; default: all that an account can use",
        HelpName = "REGION,…",
    };
    private readonly Option<string?> notified = new("--notified")
    {
        Description = "Who was told, when and how: passes the gate `notified`",
        HelpName = "TEXT",
    };
    private readonly Option<string?> ticket = new("--ticket")
    {
        Description = "The approved change: passes the gate `ticket`",
        HelpName = "ID",
    };
    private readonly Option<string[]> overrides = new("--override")
    {
        Description =
            $"Go on though a gate is not passed: {string.Join(", ", GateNames.Ids)}; needs --reason; may be given several times",
        HelpName = "GATE",
    };
    private readonly Option<string?> reason = new("--reason")
    {
        Description = "Why a gate is overridden, or only some Regions are looked at; for the deployment record",
        HelpName = "TEXT",
    };
    private readonly Option<bool> unproven = RolloutOptions.AcceptUnproven();
    private readonly Option<bool> check = new("--check")
    {
        Description = "Show the gates and the calls, and change nothing; exit with 3 while a gate is not passed",
    };
    private readonly Option<bool> mergeRequest = new("--merge-request")
    {
        Description = "With a carrier: commit its files on a branch, push it, and open the merge request",
    };
    private readonly Option<bool> yes = RolloutOptions.Yes();
    private readonly Option<OutputTarget[]> output = CommonOptions.Output(CommonOptions.TableFormats);

    public PromoteOptions AddTo(Command command)
    {
        overrides.AcceptOnlyFromAmong([.. GateNames.Ids]);
        regions.AddCheck(result =>
        {
            foreach (var name in result.Tokens.SelectMany(t => Split(t.Value)).Where(n => !RegionName.IsValid(n)))
                result.AddError($"'{Sanitize.Text(name)}' is no Region; write it as us-east-1");
        });
        command.Arguments.Add(file);
        Option[] options =
        [
            planOut,
            config,
            policies,
            target,
            triage,
            regions,
            notified,
            ticket,
            overrides,
            reason,
            unproven,
            check,
            mergeRequest,
            yes,
            output,
        ];
        foreach (var option in options)
            command.Options.Add(option);
        command.AddCheck(result =>
        {
            foreach (var (option, name) in new[] { (overrides, "--override"), (regions, "--only-region") })
                if (result.GetResult(option) is { Tokens.Count: > 0 } && !result.GetResult(reason).HasText())
                    result.AddError($"{name} needs --reason: it is recorded");
        });
        return this;
    }

    public PromoteArguments Read(ParseResult result) =>
        new(
            new PromotionRequest(
                result.GetValue(config) ?? "",
                result.GetValue(policies) ?? "",
                [.. result.GetValue(target) ?? []]
            ),
            result.GetValue(file),
            result.GetValue(planOut),
            Gates(result),
            result.GetValue(check),
            new DeploymentConsent(
                DeploymentConsent.Accept(result.GetValue(unproven)),
                result.GetValue(yes),
                Why(result)
            ),
            CommonOptions.Targets(result, output)
        )
        {
            OpensMergeRequest = result.GetValue(mergeRequest),
        };

    private GateRequest Gates(ParseResult result) =>
        new(result.GetValue(triage) ?? TriageFiles.DefaultFolder)
        {
            Regions = Regions(result),
            Notified = result.GetValue(notified),
            Ticket = result.GetValue(ticket),
            Overrides = [.. result.GetValue(overrides) ?? []],
            Reason = result.GetValue(reason),
        };

    private ImmutableArray<RegionName> Regions(ParseResult result) =>
        [.. (result.GetValue(regions) ?? []).SelectMany(Split).Distinct().Select(RegionName.Parse)];

    private static string[] Split(string names) =>
        names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private string Why(ParseResult result)
    {
        var said = new[] { result.GetValue(ticket), result.GetValue(reason) };
        return string.Join("; ", said.Where(text => !string.IsNullOrWhiteSpace(text)));
    }
}
