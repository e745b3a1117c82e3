namespace AmiGovernance.Cli.Shell;

/// <summary>Standard output or standard error that is closed.</summary>
/// <param name="name">What people call it.</param>
internal sealed class ClosedStream(string name) : MemoryStream
{
    public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException($"{name} is closed");
}

/// <summary>What was to be read from standard input is not there, for it is closed.</summary>
internal sealed class NothingGivenException() : IOException("nothing was given: standard input is closed");

/// <summary>Standard input that is closed.</summary>
internal sealed class ClosedReader : TextReader
{
    public override int Peek() => throw new NothingGivenException();

    public override int Read() => throw new NothingGivenException();

    public override int Read(char[] buffer, int index, int count) => throw new NothingGivenException();

    public override string? ReadLine() => throw new NothingGivenException();

    public override string ReadToEnd() => throw new NothingGivenException();
}
