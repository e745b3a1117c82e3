using System.Collections.Immutable;
using System.Text.Unicode;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Features.Preflight.HclSyntax;

/// <summary>
/// Reads files in HCL's native syntax, as Terraform, OpenTofu and Packer write them, into a located tree. It reads all of the syntax and
/// computes nothing: operators, `for` and template directives are known by their parts only. It stops at the first mistake; what stands
/// before is returned.
/// </summary>
internal sealed class HclParser
{
    /// <summary>Blocks and expressions within each other; no configuration that people write comes near it.</summary>
    public const int MaxDepth = 100;

    /// <summary>In bytes.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private readonly HclScanner scanner;
    private readonly HclExpressions expressions;

    private HclParser(SourceText source)
    {
        scanner = new HclScanner(source);
        expressions = new HclExpressions(scanner);
    }

    public static HclFile Read(SourceText source)
    {
        if (source.Bytes.Length > MaxBytes)
            return new HclFile(source, HclBody.Empty, new HclProblem(0, "the file is larger than 16 MB"));
        if (!Utf8.IsValid(source.Bytes.Span))
            return new HclFile(source, HclBody.Empty, new HclProblem(0, "the file is not UTF-8"));
        var parser = new HclParser(source);
        var body = new BodyBuilder();
        try
        {
            parser.ReadBody(body, isFile: true, depth: 0);
            return new HclFile(source, body.Build(), null);
        }
        catch (HclSyntaxException e)
        {
            return new HclFile(source, body.Build(), new HclProblem(Math.Min(e.At, source.Bytes.Length), e.Message));
        }
    }

    private sealed class BodyBuilder
    {
        public ImmutableArray<HclAttribute>.Builder Attributes { get; } = ImmutableArray.CreateBuilder<HclAttribute>();

        public ImmutableArray<HclBlock>.Builder Blocks { get; } = ImmutableArray.CreateBuilder<HclBlock>();

        public HclBody Build() => new(Attributes.ToImmutable(), Blocks.ToImmutable());
    }

    private void ReadBody(BodyBuilder body, bool isFile, int depth)
    {
        if (depth > MaxDepth)
            throw new HclSyntaxException(scanner.At, $"blocks are nested more than {MaxDepth} deep");
        while (true)
        {
            scanner.SkipBlanks(newlines: true);
            if (scanner.AtEnd)
            {
                if (isFile)
                    return;
                throw new HclSyntaxException(scanner.At, "a block is never closed");
            }
            if (!isFile && scanner.Current == '}')
                return;
            ReadMember(body, depth);
        }
    }

    private void ReadMember(BodyBuilder body, int depth)
    {
        var start = scanner.At;
        if (scanner.ReadIdentifier() is not { } name)
            throw new HclSyntaxException(start, "expected the name of an attribute or block");
        scanner.SkipBlanks(newlines: false);
        if (scanner.Current == '=' && scanner.Peek(1) != '=')
        {
            scanner.At++;
            var value = expressions.Read(newlines: false, depth);
            body.Attributes.Add(new HclAttribute(TextSpan.Between(start, value.Span.End), name, value));
            EndLine();
            return;
        }
        body.Blocks.Add(ReadBlock(start, name, depth));
        EndLine();
    }

    private HclBlock ReadBlock(int start, string type, int depth)
    {
        var labels = ImmutableArray.CreateBuilder<string>();
        var headerEnd = scanner.At;
        while (scanner.Current != '{')
        {
            labels.Add(ReadLabel());
            headerEnd = scanner.At;
            scanner.SkipBlanks(newlines: false);
        }
        scanner.At++;
        var body = new BodyBuilder();
        ReadBody(body, isFile: false, depth + 1);
        scanner.At++;
        return new HclBlock(
            TextSpan.Between(start, scanner.At),
            TextSpan.Between(start, headerEnd),
            type,
            labels.ToImmutable(),
            body.Build()
        );
    }

    private string ReadLabel()
    {
        var at = scanner.At;
        if (scanner.Current == '"')
            return expressions.ReadQuoted(0).Constant
                ?? throw new HclSyntaxException(at, "a label of a block holds an interpolation");
        return scanner.ReadIdentifier()
            ?? throw new HclSyntaxException(at, "expected `=`, a label or `{` after the name");
    }

    /// <summary>An attribute or block ends with its line, or with the block around it.</summary>
    private void EndLine()
    {
        scanner.SkipBlanks(newlines: false);
        if (scanner.AtEnd || scanner.Current is (byte)'\n' or (byte)'}')
            return;
        throw new HclSyntaxException(scanner.At, "expected the end of the line");
    }
}

/// <summary>Ends reading at the first mistake; never leaves <see cref="HclParser"/>.</summary>
internal sealed class HclSyntaxException(int at, string message) : Exception(message)
{
    public int At { get; } = at;
}
