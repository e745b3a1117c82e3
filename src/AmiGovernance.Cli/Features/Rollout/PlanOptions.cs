using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Rollout.Plans;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>What `plan` and `apply` share: which repository, which targets.</summary>
internal sealed class PlanOptions
{
    private readonly Option<string> config = CommonOptions.Config();
    private readonly Option<string> policies = RolloutOptions.Policies();
    private readonly Option<bool> adopt = RolloutOptions.Adopt();
    private readonly Option<string[]> target = RolloutOptions.Target(
        "Attach to this root, organizational unit or account only, and leave other attachments; may be given several times",
        "root, r-ab12, ou-ab12-abcd1234 or an account id"
    );

    public PlanOptions() => target.Arity = ArgumentArity.OneOrMore;

    public PlanOptions AddTo(Command command)
    {
        foreach (var option in (Option[])[config, policies, target, adopt])
            command.Options.Add(option);
        return this;
    }

    /// <summary>For a command that carries out a plan that was made before.</summary>
    /// <param name="file">The plan.</param>
    public void RefuseBeside(Argument<string?> file, Command command) =>
        command.AddCheck(result =>
        {
            if (result.GetResult(file) is not { Tokens.Count: > 0 })
                return;
            foreach (var option in (Option[])[target, adopt])
                if (result.GetResult(option) is { Implicit: false })
                    result.AddError(
                        $"'{option.Name}' does not go with PLAN: what was reviewed names its targets and what it takes over"
                    );
        });

    public PlanRequest Read(ParseResult result) =>
        new(result.GetValue(config) ?? "", result.GetValue(policies) ?? "", result.GetValue(adopt))
        {
            Targets = [.. result.GetValue(target) ?? []],
        };
}
