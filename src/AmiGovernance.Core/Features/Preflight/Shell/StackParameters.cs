using System.Text.RegularExpressions;
using AmiGovernance.Core.Features.Preflight.CloudFormation;
using AmiGovernance.Core.Features.Preflight.Found;

namespace AmiGovernance.Core.Features.Preflight.Shell;

/// <summary>
/// What calls of the AWS CLI give to a stack as an image, by the name of the parameter: `deploy --parameter-overrides ImageId=…` and
/// `create-stack --parameters ParameterKey=ImageId,ParameterValue=…`.
/// </summary>
internal static partial class StackParameters
{
    private static readonly string[] Options = ["--parameter-overrides", "--parameters"];

    public static IEnumerable<Resolved> Of(AwsCall call, ScriptVariables variables) =>
        Options
            .SelectMany(o => call.Of(o))
            .Select(Value)
            .OfType<ShellWord>()
            .Select(variables.Evaluate)
            .Where(TemplateParts.MayBeImage);

    /// <summary>Null for a parameter whose name speaks of no image.</summary>
    private static ShellWord? Value(ShellWord word)
    {
        var given = Given().Match(word.Text);
        if (!given.Success || !TemplateParts.ImageName().IsMatch(given.Groups[1].Value))
            return null;
        return ScriptVariables.Assigned(word) is { } value && given.Groups[2].Length == 0
            ? value
            : word with
            {
                Text = given.Groups[3].Value,
            };
    }

    [GeneratedRegex("^(?:ParameterKey=)?([A-Za-z0-9]+)(,ParameterValue)?=(.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Given();
}
