using System.Text;

namespace AmiGovernance.Cli.Shell;

/// <summary>What was to be said could not be written, as on a full disk.</summary>
internal sealed class UnwrittenOutputException(IOException inner) : IOException(inner.Message, inner);

/// <summary>
/// Standard output and standard error of one process. Both are written in whole lines and in the order in which they came, so that they
/// can share a pipe or a log: half a line is written only where somebody asks for it, such as a question. Any thread may write.
/// Output that cannot be written is raised; what is said beside it is not worth the answer, so that a lost error is only remembered.
/// </summary>
internal sealed class StandardStreams : IDisposable
{
    private readonly Lock gate = new();
    private readonly LineWriter output;
    private readonly LineWriter error;

    public StandardStreams(Stream output, Stream error)
    {
        this.output = new LineWriter(gate, output, raises: true);
        this.error = new LineWriter(gate, error, raises: false);
        (this.output.Other, this.error.Other) = (this.error, this.output);
    }

    public TextWriter Out => output;

    public TextWriter Error => error;

    /// <summary>All that was said has been written so far.</summary>
    public bool IsWhole => output.Failure is null && error.Failure is null;

    public void Dispose()
    {
        output.Dispose();
        error.Dispose();
    }

    private sealed class LineWriter : TextWriter
    {
        /// <summary>In characters: so much is collected before it is written.</summary>
        private const int Most = 16 << 10;

        private readonly Lock gate;
        private readonly Stream stream;
        private readonly bool raises;
        private readonly StringBuilder pending = new();

        /// <summary>How much of it is whole lines.</summary>
        private int whole;

        public LineWriter(Lock gate, Stream stream, bool raises)
        {
            (this.gate, this.stream, this.raises) = (gate, stream, raises);
            CoreNewLine = ['\n'];
        }

        public LineWriter? Other { get; set; }

        /// <summary>Why something could not be written; null where all was.</summary>
        public IOException? Failure { get; private set; }

        public override Encoding Encoding { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

        public override void Write(char value) => Write([value]);

        public override void Write(string? value) => Write(value.AsSpan());

        public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

        public override void WriteLine(string? value)
        {
            lock (gate)
            {
                Write(value.AsSpan());
                Write(CoreNewLine);
            }
        }

        public override void Write(ReadOnlySpan<char> buffer)
        {
            lock (gate)
            {
                // What came before is written before.
                Other?.WriteTo(Other.whole);
                var lastEnd = buffer.LastIndexOf('\n');
                if (lastEnd >= 0)
                    whole = pending.Length + lastEnd + 1;
                pending.Append(buffer);
                if (whole >= Most)
                    WriteTo(whole);
            }
            Raise();
        }

        /// <summary>Also what is no whole line yet.</summary>
        public override void Flush()
        {
            WriteAll();
            Raise();
        }

        private void WriteAll()
        {
            lock (gate)
            {
                Other?.WriteTo(Other.whole);
                WriteTo(pending.Length);
                stream.Flush();
            }
        }

        private void Raise()
        {
            if (raises && Failure is { } failure)
                throw new UnwrittenOutputException(failure);
        }

        private void WriteTo(int length)
        {
            if (length == 0)
                return;
            var bytes = Encoding.GetBytes(pending.ToString(0, length));
            pending.Remove(0, length);
            whole = Math.Max(0, whole - length);
            if (Failure is not null)
                return;
            try
            {
                stream.Write(bytes);
            }
            catch (IOException e)
            {
                Failure = e;
            }
            catch (UnauthorizedAccessException e)
            {
                // Such as a file that is open for reading alone.
                Failure = new IOException(e.Message, e);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                WriteAll();
            base.Dispose(disposing);
        }
    }
}
