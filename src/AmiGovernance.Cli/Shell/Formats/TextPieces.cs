using System.Buffers;
using System.Text;

namespace AmiGovernance.Cli.Shell.Formats;

/// <summary>A buffer whose bytes go on as text when it is full. Only for ASCII: a longer character could be cut in two.</summary>
internal sealed class TextPieces(TextWriter output) : IBufferWriter<byte>
{
    private byte[] buffer = new byte[16 << 10];

    public void Advance(int count) => output.Write(Encoding.ASCII.GetString(buffer, 0, count));

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (buffer.Length < sizeHint)
            buffer = new byte[sizeHint];
        return buffer;
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
