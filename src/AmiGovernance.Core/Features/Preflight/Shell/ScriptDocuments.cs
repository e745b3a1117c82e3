using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Preflight.Found;

namespace AmiGovernance.Core.Features.Preflight.Shell;

/// <summary>Options of the AWS CLI whose value is a document, in JSON, in YAML or in the short form, that names images.</summary>
internal sealed partial class ScriptDocuments(SourceText source, ScriptVariables variables, DocumentFiles files)
{
    /// <summary>What a call takes as a whole; its own options win (AWS CLI user guide, "Skeletons and input files").</summary>
    private static readonly string[] Whole = ["--cli-input-json", "--cli-input-yaml"];

    private const string WorkingFolder = "$PWD";

    private static readonly string[] Parts =
    [
        "--launch-template-data",
        "--launch-specification",
        "--spot-fleet-request-config",
        "--launch-template-configs",
        "--mixed-instances-policy",
        "--compute-resources",
        "--instance-fleet",
        "--instance-fleets",
        "--instance-groups",
    ];

    /// <summary>`"ImageId": "ami-…"` or `ImageId=ami-…`, also in quotes that are escaped or closed in between.</summary>
    [GeneratedRegex(
        """(?:[Ii]mageId|CustomAmiId)(?:Override)?[\\"'\s]*[:=][\\"'\s]*([^\\"',}\]\s]*)""",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Named();

    /// <param name="hasImage">Whether an option of its own names the image of the call.</param>
    public IEnumerable<Resolved> Of(AwsCall call, bool hasImage)
    {
        var options = hasImage ? Parts : Parts.Concat(Whole);
        return options.SelectMany(o => call.Of(o)).SelectMany(w => variables.Behind(w)).SelectMany(Images);
    }

    /// <summary>Open where the document stands elsewhere, and not in a file that is at hand.</summary>
    private IEnumerable<Resolved> Images(ShellWord word)
    {
        var found = Named().Matches(Encoding.Latin1.GetString(source.Bytes.Span[word.Span.Start..word.Span.End]));
        if (found.Count > 0)
            return found.Select(m => variables.Evaluate(Value(word.Span.Start, m.Groups[1])));
        if (IsWritten(word))
            return [];
        var documents = files.Of(word);
        return documents.IsEmpty
            ? [new ResolvedOpen(new SourceLocation(source, word.Span), $"what `{ImageTexts.Shown(word.Text)}` holds")]
            : documents.SelectMany(Images);
    }

    /// <summary>Those of a file: the shell expands nothing in it. Which file it is rests on the folder where the script runs.</summary>
    private static IEnumerable<Resolved> Images(SourceText document) =>
        Named()
            .Matches(Encoding.Latin1.GetString(document.Bytes.Span))
            .Select(m => new TextSpan(m.Groups[1].Index, m.Groups[1].Length))
            .Select(span => new ResolvedText(new SourceLocation(document, span), document.GetText(span)))
            .Select(image => new ResolvedDefault(image, WorkingFolder));

    /// <summary>The document itself, and no file, variable or command that has it.</summary>
    private static bool IsWritten(ShellWord word)
    {
        var text = word.Text.TrimStart();
        var isElsewhere =
            text.StartsWith("file://", StringComparison.Ordinal)
            || text.StartsWith("fileb://", StringComparison.Ordinal)
            || text.StartsWith('$');
        return !isElsewhere;
    }

    private ShellWord Value(int start, Group value)
    {
        var span = new TextSpan(start + value.Index, value.Length);
        var text = source.GetText(span);
        return new ShellWord(span, text) { IsPlain = !text.Contains('$', StringComparison.Ordinal) };
    }

    /// <summary>What a call adds to the launch permissions of an image, of all that it says of them.</summary>
    public static ImmutableArray<string> Added(string document)
    {
        var bare = string.Concat(document.Where(c => c is not ('"' or '\\' or '\'') && !char.IsWhiteSpace(c)));
        return [.. AddOrRemove().Matches(bare).Where(m => m.Groups[1].Value == "Add").Select(m => m.Groups[2].Value)];
    }

    [GeneratedRegex("(Add|Remove)[:=](.*?)(?=(?:Add|Remove)[:=]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex AddOrRemove();
}
