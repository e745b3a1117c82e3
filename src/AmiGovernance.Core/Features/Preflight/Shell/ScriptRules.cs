using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Preflight.Found;

namespace AmiGovernance.Core.Features.Preflight.Shell;

/// <summary>Unsafe calls of scripts: sharing, copies, names.</summary>
internal static class ScriptRules
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
        foreach (var word in call.Of("--launch-permission"))
        {
            var bare = word.Text.Replace("\"", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
            var added = bare.Split("Remove")[0];
            var isAdded = added.Contains("Add", StringComparison.Ordinal);
            if (
                isAdded
                && (
                    added.Contains("Group=all", StringComparison.Ordinal)
                    || added.Contains("Group:all", StringComparison.Ordinal)
                )
            )
                SharingRules.Groups(sink, new ResolvedText(place with { Span = word.Span }, "all"));
        }
    }
}
