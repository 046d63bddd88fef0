/**
 * Every source of examples, read through DataVec: files to records, records to {@link
 * gradtwin.tensor.Examples}.
 *
 * <p>Each source is a DataVec {@code RecordReader} that plain DL4J code can use as well; {@link
 * gradtwin.data.DataCatalogue} turns a file's {@code data} section into a {@link
 * gradtwin.data.Dataset}. Records hold scalars only, so that nothing here starts ND4J's native
 * library. The room knows nothing of networks, training or the console: who loads data passes a
 * {@link gradtwin.data.FetchListener}.
 */
package gradtwin.data;
