using System.CommandLine;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>The options by which somebody takes the responsibility for an update.</summary>
internal sealed class ConsentOptions
{
    private readonly Option<string> why = RolloutOptions.Why();
    private readonly Option<bool> yes = RolloutOptions.Yes();
    private readonly Option<bool> unproven = RolloutOptions.AcceptUnproven();
    private readonly Option<string?> weaker = RolloutOptions.AllowWeaker();

    public ConsentOptions AddTo(Command command)
    {
        command.Options.Add(why);
        command.Options.Add(yes);
        command.Options.Add(unproven);
        command.Options.Add(weaker);
        return this;
    }

    public DeploymentConsent Read(ParseResult result)
    {
        var accepted = DeploymentConsent.Accept(result.GetValue(unproven));
        return new DeploymentConsent(accepted, result.GetValue(yes), result.GetValue(why) ?? "")
        {
            AllowWeaker = result.GetValue(weaker),
        };
    }
}
