using System.Text.RegularExpressions;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Preflight.Found;

namespace AmiGovernance.Core.Features.Preflight.Shell;

/// <summary>Unsafe calls of scripts: sharing, copies, names.</summary>
internal static partial class ScriptRules
{
    public static void Check(ReferenceSink sink, ScriptVariables variables, AwsCall call, SourceLocation place)
    {
        if (call.Service != "ec2")
            return;
        switch (call.Operation)
        {
            case "modify-image-attribute":
                CheckSharing(sink, variables, call, place);
                break;
            case "copy-image":
                if (!call.Has("--encrypted"))
                    sink.Findings.Report(
                        PreflightDiagnostics.Unencrypted,
                        place,
                        "the image is copied without `--encrypted`"
                    );
                Name(sink, variables, call);
                break;
            case "create-image" or "register-image":
                Name(sink, variables, call);
                break;
        }
    }

    private static void Name(ReferenceSink sink, ScriptVariables variables, AwsCall call)
    {
        if (call.Of("--name") is [var name] && variables.Evaluate(name) is ResolvedText text)
            sink.AddName(text);
    }

    /// <summary>In the short form, in JSON, or by its own options (AWS CLI reference, modify-image-attribute).</summary>
    private static void CheckSharing(ReferenceSink sink, ScriptVariables variables, AwsCall call, SourceLocation place)
    {
        if (call.Of("--operation-type") is [{ Text: "remove" }])
            return;
        foreach (var word in call.Of("--user-groups"))
            SharingRules.Groups(sink, variables.Evaluate(word));
        foreach (var word in call.Of("--user-ids"))
            SharingRules.Accounts(sink, variables.Evaluate(word));
        foreach (var word in call.Of("--organization-arns").Concat(call.Of("--organizational-unit-arns")))
            SharingRules.Targets(sink, variables.Evaluate(word));
        string[] documents = ["--launch-permission", "--cli-input-json", "--cli-input-yaml"];
        foreach (var word in documents.SelectMany(o => call.Of(o)).SelectMany(w => variables.Behind(w)))
        foreach (var added in ScriptDocuments.Added(word.Text))
            CheckAdded(sink, variables, word, added);
    }

    /// <param name="added">Such as `[{UserId=111122223333},{Group=all}]`.</param>
    private static void CheckAdded(ReferenceSink sink, ScriptVariables variables, ShellWord word, string added)
    {
        foreach (Match match in Permission().Matches(added))
        {
            var text = match.Groups[2].Value;
            var isPlain = !text.Contains('$', StringComparison.Ordinal);
            var value = variables.Evaluate(word with { Text = text, IsPlain = isPlain });
            switch (match.Groups[1].Value)
            {
                case "Group":
                    SharingRules.Groups(sink, value);
                    break;
                case "UserId":
                    SharingRules.Accounts(sink, value);
                    break;
                default:
                    SharingRules.Targets(sink, value);
                    break;
            }
        }
    }

    [GeneratedRegex(
        "(Group|UserId|OrganizationArn|OrganizationalUnitArn)[:=]([^,}\\]]+)",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Permission();
}
