using System.Collections.Immutable;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Preflight.Shell;

/// <summary>A call of the AWS CLI: `aws [options] SERVICE OPERATION [options]`.</summary>
internal sealed class AwsCall
{
    /// <summary>
    /// Options that take no value, so that the word after them is none, beside all of `--no-…` (AWS CLI user guide, "Command line
    /// options").
    /// </summary>
    private static readonly string[] Flags =
    [
        "--dry-run",
        "--encrypted",
        "--debug",
        "--cli-auto-prompt",
        "--version",
        "--reboot",
        "--ebs-optimized",
        "--associate-public-ip-address",
        "--with-decryption",
    ];

    private readonly Dictionary<string, ImmutableArray<ShellWord>> options = new(StringComparer.Ordinal);

    private AwsCall(ShellWord start) => Start = start;

    public ShellWord Start { get; }

    public string Service { get; private set; } = "";

    public string Operation { get; private set; } = "";

    /// <summary>Null for a command that is none; what stands before it, such as `sudo`, is passed over.</summary>
    public static AwsCall? Read(ImmutableArray<ShellWord> words)
    {
        var first = -1;
        for (var i = 0; i < words.Length && first < 0; i++)
            if (words[i].Text is "aws" || words[i].Text.EndsWith("/aws", StringComparison.Ordinal))
                first = i;
        if (first < 0)
            return null;
        var call = new AwsCall(words[first]);
        call.ReadRest(words[(first + 1)..]);
        return call.Operation.Length == 0 ? null : call;
    }

    private void ReadRest(ImmutableArray<ShellWord> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            var text = words[i].Text;
            if (!text.StartsWith("--", StringComparison.Ordinal))
            {
                if (Service.Length == 0)
                    Service = text;
                else if (Operation.Length == 0)
                    Operation = text;
                continue;
            }
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                options[text[..equals]] = [Tail(words[i], equals + 1)];
                continue;
            }
            var isFlag = Flags.Contains(text) || text.StartsWith("--no-", StringComparison.Ordinal);
            var values = isFlag ? [] : Values(words, i + 1);
            options[text] = values;
            i += values.Length;
        }
    }

    /// <summary>Before the operation an option has one value; after it as many as stand there.</summary>
    private ImmutableArray<ShellWord> Values(ImmutableArray<ShellWord> words, int from)
    {
        var values = ImmutableArray.CreateBuilder<ShellWord>();
        var most = Operation.Length == 0 ? 1 : int.MaxValue;
        for (var i = from; i < words.Length && values.Count < most; i++)
            if (words[i].Text.StartsWith("--", StringComparison.Ordinal))
                break;
            else
                values.Add(words[i]);
        return values.ToImmutable();
    }

    /// <summary>Of `--option=value`; its place is that of the whole where quotes stand in between.</summary>
    private static ShellWord Tail(ShellWord word, int at)
    {
        var isWritten = word.Span.Length == System.Text.Encoding.UTF8.GetByteCount(word.Text);
        var skipped = System.Text.Encoding.UTF8.GetByteCount(word.Text.AsSpan(0, at));
        return word with
        {
            Text = word.Text[at..],
            Span = isWritten ? TextSpan.Between(word.Span.Start + skipped, word.Span.End) : word.Span,
        };
    }

    public bool Has(string option) => options.ContainsKey(option);

    /// <summary>Empty where the option is not given.</summary>
    public ImmutableArray<ShellWord> Of(string option) => options.GetValueOrDefault(option, []);
}
